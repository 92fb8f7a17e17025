import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks import results
from tests.benchmarks.samples import load, result
from tests.support import ROOT

MOST_LINES = 500
PUBLISHED = sorted((ROOT / "benchmarks/results").glob("*.json"))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    results.write(result(), tmp_path / "result.json")
    assert results.read(tmp_path / "result.json") == result()


@pytest.mark.parametrize("change", [{"surplus": 1}, {"runs": [{}]}, {"machine": None}])
def test_another_file_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result().model_dump(mode="json") | change))
    with pytest.raises(ValidationError):
        results.read(path)


def test_of_many_runs_a_file_for_readers_is_written() -> None:
    loads = [load(f"system {number}", per_second=300) for number in range(8) for _ in range(9)]
    written = results.text(result(*loads))
    assert '"gateway": [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]' in written
    assert results.Result.model_validate_json(written) == result(*loads)
    assert written.count("\n") < MOST_LINES
    assert max(map(len, written.splitlines())) <= results.LINE


def test_the_newest_is_that_of_the_latest_date(tmp_path: Path) -> None:
    for name in ("2026-06-01.json", "2026-11-02.json", "2026-12-01.md"):
        (tmp_path / name).touch()
    assert results.newest(tmp_path).name == "2026-11-02.json"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_what_is_published_is_complete(path: Path) -> None:
    published = results.read(path)
    assert published.at[:10] == path.stem
    assert path.read_text() == results.text(published)
    assert path.read_text().count("\n") < MOST_LINES
