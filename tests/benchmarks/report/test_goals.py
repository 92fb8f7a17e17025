import pytest

from benchmarks.report.goals import dominating, goals
from benchmarks.systems import FLOOR
from tests.benchmarks.samples import crowd, load, result


def test_each_goal_is_measured_against_the_floor_of_the_same_run() -> None:
    loads = [load(charge_points=1, milliseconds=3.6), load(FLOOR, 1, milliseconds=1)]
    loads += [load(per_second=480), load(FLOOR, per_second=2000)]
    measured = result(*loads).model_copy(
        update={"crowd": crowd().model_copy(update={"charge_points": 2000})}
    )
    told = {what: (round(value, 2), reached) for what, _, value, reached in goals(measured)}
    assert told == {
        "p50 at N = 1, times the floor's": (3.6, True),
        "messages/s at N = 50, of the floor's": (0.24, True),
        "the same, the goal beyond": (0.24, False),
        "messages/s at N = 50": (480, True),
        "CPU ms a message at N = 50, the client's too": (3.6, False),
        "p99 at N = 50, times the p50": (1.33, True),
        "missed answers of 2,000 connected charge points": (0, True),
    }


def test_of_what_was_not_measured_there_is_no_goal() -> None:
    assert goals(result(load("another"))) == []
    assert dominating(result(load("another"))) == ""


def test_it_says_where_the_time_goes_the_most_first() -> None:
    said = dominating(result())
    assert "N = 50, in ms of CPU a message: workers 3, gateway 0.5, client 0.1." in said
    assert "a message makes 2.5 requests" in said


@pytest.mark.parametrize("missed", [0, 1])
def test_a_missed_answer_is_one_too_many(missed: int) -> None:
    many = crowd().model_copy(update={"charge_points": 2000, "missed": missed})
    [goal] = goals(result(load("another")).model_copy(update={"crowd": many}))
    assert goal.reached == (not missed)
