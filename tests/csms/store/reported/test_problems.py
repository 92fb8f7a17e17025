from datetime import timedelta

import pytest

from csms.store import table
from csms.store.reported import problems
from csms.store.reported.problems import (
    CLOSES_WHEN_QUIET,
    ENERGY_BELOW_ZERO,
    FRAME_TOO_LARGE,
    KEPT,
    Problem,
)
from tests.stored import problems_of
from tests.support import NOON

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("store")


def came(charge_point_id: str = "CP1", times: int = 2) -> None:
    """Every hour from noon on."""
    for hours in range(times):
        problems.came(charge_point_id, FRAME_TOO_LARGE, NOON + hours * HOUR)


def test_what_came_once_is_no_problem_yet() -> None:
    came(times=1)
    assert problems_of("CP1") == []


def test_what_comes_again_is_one_problem_however_often() -> None:
    came(times=5)
    (problem,) = problems_of("CP1")
    assert (problem.charge_point_id, problem.what) == ("CP1", FRAME_TOO_LARGE)
    assert (problem.times, problem.first_at, problem.last_at) == (5, NOON, NOON + 4 * HOUR)
    assert len(table.query(Problem, "CP#CP1", "PROBLEM#")) == 1


def test_a_problem_that_does_not_come_again_goes_by_itself() -> None:
    came()
    (problem,) = problems_of("CP1")
    assert problem.expires_at == NOON + HOUR + KEPT


def test_a_problem_that_ended_is_forgotten_and_begins_anew() -> None:
    came(times=3)
    for write in problems.ended(problems_of("CP1")[0]):
        table.perform(write)
    assert problems_of("CP1") == []
    came(times=2)
    assert problems_of("CP1")[0].times == 2


def test_where_there_is_none_nothing_is_written_to_end_it() -> None:
    assert problems.ended(None) == []


@pytest.mark.parametrize("what", problems.WHATS)
def test_its_key_tells_which_it_is(what: problems.What) -> None:
    assert Problem.of("CP1", what).what == what


def test_a_problem_of_a_transaction_is_one_of_its_own() -> None:
    for number in (7, 8):
        table.perform(problems.again("CP1", ENERGY_BELOW_ZERO, NOON, number))
    seven, eight = problems_of("CP1")
    assert (seven.what, seven.transaction_id, eight.transaction_id) == (ENERGY_BELOW_ZERO, 7, 8)
    assert seven.expires_at is None, "until it is repaired"


def test_what_is_raised_stands_as_it_is_now_whatever_was_before() -> None:
    table.perform(
        problems.raised("CP1", CLOSES_WHEN_QUIET, NOON, NOON + HOUR, seconds=120, interval=90)
    )
    table.perform(problems.raised("CP1", CLOSES_WHEN_QUIET, NOON + HOUR, NOON + HOUR, times=3))
    (problem,) = problems_of("CP1")
    assert (problem.times, problem.first_at, problem.seconds) == (3, NOON + HOUR, None)
    assert problem.expires_at == NOON + HOUR + KEPT
    assert problem.by_name_sk == "CP1"
