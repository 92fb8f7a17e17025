"""Ten failures within a minute, and then a minute's pause."""

from datetime import timedelta

import pytest

from csms.domain.attempts import are_too_many
from tests.support import NOON

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("number", "every", "after", "too_many"),
    [
        (9, 1, 0, False),
        (10, 1, 0, True),
        (10, 1, 59, True),
        (10, 1, 60, False),
        (10, 0, 0, True),
        (10, 60 / 9, 0, True),
        (10, 7, 0, False),
        (30, 7, 0, False),
        (11, 1, 59, True),
    ],
)
def test_the_tenth_within_a_minute_makes_it_pause(
    number: int, every: float, after: float, too_many: bool
) -> None:
    times = [NOON + place * every * SECOND for place in range(number)]
    at = times[-1] + after * SECOND
    assert are_too_many(times, at) is too_many
    assert are_too_many(times[::-1], at) is too_many


def test_none_are_none() -> None:
    assert not are_too_many([], NOON)
