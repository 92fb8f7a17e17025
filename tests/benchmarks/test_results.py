import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks import results
from tests.benchmarks.samples import result
from tests.support import ROOT

PUBLISHED = sorted((ROOT / "benchmarks/results").glob("*.json"))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    results.write(result(), tmp_path / "result.json")
    assert results.read(tmp_path / "result.json") == result()


@pytest.mark.parametrize("change", [{"surplus": 1}, {"loads": [{}]}, {"machine": None}])
def test_another_file_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result().model_dump(mode="json") | change))
    with pytest.raises(ValidationError):
        results.read(path)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_what_is_published_is_complete(path: Path) -> None:
    published = results.read(path)
    assert published.at[:10] == path.stem
    assert path.with_suffix(".html").exists()
    assert path.with_suffix(".md").exists()
