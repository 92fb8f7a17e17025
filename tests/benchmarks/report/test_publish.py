from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.report import publish
from benchmarks.report.publish import README, RESULTS
from tests.benchmarks.samples import load, result

ANEW = "make it anew: .venv/bin/python -m benchmarks.report"


def test_the_page_and_its_plots_are_of_the_newest_figures() -> None:
    made = publish.files(results.read(results.newest(RESULTS)), RESULTS)
    for name, content in made.items():
        assert (RESULTS / name).read_text() == content, ANEW
    assert {f"plots/{path.name}" for path in RESULTS.glob("plots/*")} <= made.keys(), ANEW


def test_readme_has_the_newest_figures() -> None:
    assert publish.with_figures(README.read_text(), RESULTS) == README.read_text(), ANEW


def test_figures_for_readme_come_between_their_marks(tmp_path: Path) -> None:
    results.write(result(), tmp_path / "2026-06-01.json")
    (tmp_path / "operators").mkdir()
    (tmp_path / "operators" / "2026-05-01.md").write_text("of operators\n")
    ours, theirs = (
        (f"<!-- {command}: begin -->", f"<!-- {command}: end -->")
        for command in ("make bench", "make benchapi")
    )
    readme = f"a\n{ours[0]}\nold\n{ours[1]}\nb\n{theirs[0]}\nold\n{theirs[1]}\nc\n"
    made = publish.with_figures(readme, tmp_path)
    assert made.startswith(f"a\n{ours[0]}\n2026-06-01, `make bench`")
    assert f"missed: 0 of 3.\n{ours[1]}\nb\n" in made
    assert made.endswith(f"b\n{theirs[0]}\nof operators\n{theirs[1]}\nc\n")
    assert "| 50 | 300 |" in made
    assert "old" not in made
    with pytest.raises(ValueError, match="there is no"):
        publish.with_figures("a\nc\n", tmp_path)


def test_a_folder_apart_leaves_readme_alone(tmp_path: Path) -> None:
    results.write(result(), tmp_path / "2026-06-01.json")
    results.write(result(load("older")), tmp_path / "2026-05-01.json")
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "of-another-time.svg").touch()
    readme = tmp_path / "readme"
    assert publish.publish(tmp_path, readme) == publish.summary(result())
    assert not readme.exists()
    assert "older" not in (tmp_path / "README.md").read_text()
    assert (tmp_path / "plots" / "cost.svg").exists()
    assert not (tmp_path / "plots" / "of-another-time.svg").exists()


def test_what_other_benchmarks_found_last_is_shown_too(tmp_path: Path) -> None:
    for name, text in {
        "operators/2026-01-01.md": "of old\n",
        "operators/2026-02-01.md": "# Head\n\n![seen](a.svg) [there](https://example.org)\n",
        "very_long/2026-02-01.md": "line\n" * 200,
        "empty/2026-02-01.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    page = publish.files(result(), tmp_path)["README.md"]
    assert "## Operators\n\n[operators/2026-02-01.md](operators/2026-02-01.md)\n\n### Head" in page
    assert "![seen](operators/a.svg) [there](https://example.org)" in page
    assert page.endswith("## Very long\n\n[very_long/2026-02-01.md](very_long/2026-02-01.md)\n")
    assert "of old" not in page
    assert "Empty" not in page
