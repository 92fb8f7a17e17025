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
    told = [(runs.system, runs.charge_points, len(runs.messages)) for runs in groups]
    assert told == [("a", 50, 2), ("b", 50, 2), ("a", 1, 1)]


def test_of_several_runs_each_figure_is_kept() -> None:
    [runs] = grouped(load(per_second=each) for each in (310, 100, 305))
    assert runs.per_second == [310, 100, 305]
    assert runs.cpu_of_system == [3.5, 3.5, 3.5]
    assert runs.memory["gateway"] == [70.0, 70.0, 70.0]


def test_of_several_runs_latencies_the_median_is_kept() -> None:
    [runs] = grouped(load(milliseconds=each) for each in (300, 100, 200))
    assert runs.latency == runs.by_action["Heartbeat"]
    assert (runs.latency.count, runs.latency.p50) == (300, 298)
    assert runs.latency.spread(50.0) == [447, 149, 298]
    assert runs.latency.spread(90.0) == [378], "of all, where that of each is not kept"


def test_a_process_that_was_not_there_in_every_run_is_left_out() -> None:
    ended = load().model_copy(update={"memory": {"gateway": 71.0}})
    [runs] = grouped([load(), ended])
    assert runs.memory == {"gateway": [70.0, 71.0]}
