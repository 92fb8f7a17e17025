import pytest

from benchmarks.figures import grouped, latency, percentile
from benchmarks.results import PERCENTS
from tests.benchmarks.samples import load


@pytest.mark.parametrize(
    ("percent", "value"),
    [(0.1, 1), (1, 1), (50, 50), (50.1, 51), (99, 99), (99.9, 100), (100, 100)],
)
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: int) -> None:
    assert percentile(range(1, 101), percent) == value


def test_of_one_value_every_percentile_is_that_value() -> None:
    assert latency([3.5]).percentiles == dict.fromkeys(PERCENTS, 3.5)


def test_the_order_of_values_does_not_matter() -> None:
    found = latency([30, 10, 20, 1000])
    assert (found.count, found.p50, found.p99) == (4, 20, 1000)


def test_nothing_measured_has_no_latency() -> None:
    with pytest.raises(ValueError, match="nothing"):
        latency([])


def test_runs_are_those_of_one_system_with_as_many_charge_points() -> None:
    groups = grouped([load("a"), load("b"), load("a", 1), load("a"), load("b")])
    told = [(runs.first.system, runs.first.charge_points, len(runs.loads)) for runs in groups]
    assert told == [("a", 50, 2), ("b", 50, 2), ("a", 1, 1)]


def test_of_several_runs_the_median_counts_and_the_rest_is_its_spread() -> None:
    [runs] = grouped(load(per_second=each) for each in (310, 100, 305))
    assert runs.middle(lambda each: each.per_second) == 305
    assert runs.spread(lambda each: each.per_second) == (100, 310)
    assert runs.cpu("workers") == 3.0
