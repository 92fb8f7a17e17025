from datetime import timedelta

import pytest

from csms.domain.ends import Warned, days_left, warning
from tests.support import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


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
