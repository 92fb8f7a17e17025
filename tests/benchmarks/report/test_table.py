from benchmarks import results
from benchmarks.report import table
from tests.benchmarks.samples import load, result
from tests.support import ROOT


def test_each_system_has_a_row_with_the_median_of_its_runs() -> None:
    runs = [load(per_second=each, milliseconds=each) for each in (1200, 900, 1000)]
    text = table.markdown(result(*runs, load("ocpp package, no store", 1)))
    assert "| csms, durable | 50 | 1,000 (900 to 1,200) | 1,490 | 1,980 | 3.5 | 0.0 |" in text
    assert "| ocpp package, no store | 1 | 300 (300 to 300) | 149 | 198 | 3.5 | 0.0 |" in text


def test_it_says_when_where_and_how() -> None:
    text = table.markdown(result(load(), load()))
    for told in ("2026-06-01", "`make bench`", "median of 2", "A <fast> one", "2 cores", "3.11.7"):
        assert told in text


def test_it_tells_of_the_crowd_if_there_was_one() -> None:
    assert "1,000 charge points" in table.markdown(result())
    assert "after 4.2 s" in table.markdown(result())
    assert "charge points connected" not in table.markdown(result(with_crowd=False))


def test_what_is_published_is_made_of_the_figures_beside_it() -> None:
    for path in (ROOT / "benchmarks/results").glob("*.json"):
        assert path.with_suffix(".md").read_text() == table.markdown(results.read(path))
