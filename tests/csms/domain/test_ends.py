from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from csms.domain.ends import Warned, days_left, due_warning, warning, warning_at
from tests.support import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Certificate:
    not_after: datetime | None = NOON + 365 * DAY
    warned: int | None = None


@pytest.mark.parametrize(
    ("left", "days", "said"),
    [
        (31 * DAY, 31, None),
        (30 * DAY + HOUR, 30, None),
        (30 * DAY, 30, "endsSoon"),
        (HOUR, 0, "endsSoon"),
        (timedelta(), 0, "ended"),
        (-HOUR, -1, "ended"),
    ],
)
def test_an_end_that_is_near_is_warned_of_and_one_that_has_been_is_said_to_be(
    left: timedelta, days: int, said: Warned | None
) -> None:
    assert (days_left(NOON + left, NOON), warning(NOON + left, NOON)) == (days, said)


def test_warnings_come_once_each() -> None:
    made = Certificate()
    given = []
    for day in range(330, 370):
        at = NOON + day * DAY
        if days := due_warning(made, at):
            given.append((day, days))
            made.warned = days
    assert given == [(335, 30), (351, 14), (358, 7), (364, 1)]
    assert warning_at(made) is None


def test_who_looks_late_is_given_the_last_alone() -> None:
    made = Certificate()
    assert warning_at(made) == (30, NOON + 335 * DAY)
    assert due_warning(made, NOON + 400 * DAY) == 1
    assert due_warning(Certificate(None), NOON) is None
    assert warning_at(Certificate(None)) is None
