"""Response times in figures."""

from csms_tools.certification.report.figures import figures, histogram
from csms_tools.certification.report.model import Bin


def test_figures_of_a_run() -> None:
    one = figures("all", [0.001 * each for each in range(1, 101)])
    assert (one.count, one.minimum, one.maximum) == (100, 0.001, 0.1)
    assert one.average
    assert round(one.average, 6) == one.median == 0.0505
    assert one.p99 == 0.099


def test_of_nothing_there_are_none() -> None:
    assert figures("all", []).average is None
    assert histogram([]) == []


def test_a_histogram_runs_from_the_first_bin_that_has_any_to_the_last() -> None:
    assert histogram([0.0015, 0.0035, 0.0039]) == [Bin(2, 1), Bin(3, 0), Bin(4, 2)]


def test_what_is_above_all_bounds_is_counted_too() -> None:
    assert histogram([2.5]) == [Bin(None, 1)]
