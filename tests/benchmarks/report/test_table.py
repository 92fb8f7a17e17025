import pytest

from benchmarks.report import table
from benchmarks.report.parts import table as as_markdown
from benchmarks.results import Latency
from benchmarks.systems import FLOOR, OURS
from tests.benchmarks.samples import crowd, load, result

FLOORS = [load(FLOOR, per_second=each, milliseconds=10) for each in (3000, 2000)]


def test_each_number_of_charge_points_has_a_row_beside_the_floor_of_the_same_run() -> None:
    runs = [load(per_second=each, milliseconds=each) for each in (300, 500)]
    text = as_markdown(table.beside_the_floor(result(*runs, *FLOORS), OURS))
    assert "| 50 | 400 (300 to 500) | 0.17 | 596 | 40.0 | 792 | 3.5 | 2.5 |" in text


def test_without_a_floor_there_is_nothing_beside() -> None:
    text = as_markdown(table.beside_the_floor(result(), OURS))
    assert "| 50 | 300 |  | 149 |  | 198 | 3.5 | 2.5 |" in text


def test_it_says_when_where_and_how() -> None:
    text = table.told(result(load(), load()))
    for told in ("2026-06-01", "`make bench`", "median of 2", "A <fast> one", "2 cores", "3.11.7"):
        assert told in text
    assert "not quiet" not in text
    assert "Other programs" not in text


def test_it_says_if_the_machine_was_not_quiet() -> None:
    noisy = result(load(elsewhere=0.1), load(elsewhere=0.7), load(elsewhere=0.2))
    busy = noisy.machine.model_copy(update={"load_before": 2.31})
    text = table.told(noisy.model_copy(update={"machine": busy}))
    assert "its load was 2.3 before the start" in text
    assert "kept 0.2 cores busy meanwhile, up to 0.7" in text


def test_it_tells_of_the_crowd() -> None:
    latency = crowd().heartbeats.model_copy(update={"count": 1000})
    all_back = crowd().model_copy(update={"seconds": 60.0, "storm_latency": latency})
    text = table.told_of_crowd(all_back)
    for told in ("1,000 charge points", "every 10 s for 60 s", "missed: 0 of 3."):
        assert told in text
    assert "the last was connected and its BootNotification answered after 4.2 s" in text


@pytest.mark.parametrize(("back", "told"), [(crowd().storm_latency, "only 3 of"), (None, "only 0")])
def test_it_tells_of_a_crowd_that_did_not_come_back(back: Latency | None, told: str) -> None:
    lost = crowd().model_copy(update={"storm_latency": back, "missed": 997})
    text = table.told_of_crowd(lost)
    assert told in text
    assert "missed: 997 of 1,000." in text


def test_a_spread_is_told_if_there_is_one() -> None:
    assert table.spread([3, 1, 2], "{:.0f}") == "2 (1 to 3)"
    assert table.spread([2, 2], "{:.0f}") == "2"


def test_about_two_digits_are_shown() -> None:
    assert [table.short(each) for each in (1234.5, 12.3, 1.23, 0.123)] == [
        "1,234",
        "12",
        "1.2",
        "0.12",
    ]
