"""Auto scaling, worked out minute by minute."""

import pytest

from csms_tools.cost.capacity import DAY, provisioned, swing

TARGET = 0.7


def over_a_day(steady: float, swinging: float, minimum: int = 5) -> float:
    return provisioned(steady, swinging, midday=2.5, minimum=minimum, target=TARGET)


def test_a_day_has_its_average_its_midday_and_a_night_without_anything() -> None:
    day = [swing(minute, 2.5) for minute in range(DAY)]
    assert sum(day) / DAY == pytest.approx(1, rel=0.01)
    assert max(day) == pytest.approx(2.5, rel=0.001)
    assert day[-120:] == [0] * 120


def test_what_never_changes_is_provisioned_by_the_target() -> None:
    assert over_a_day(70, 0) == 100


def test_there_is_never_less_than_the_minimum() -> None:
    assert over_a_day(1, 0, minimum=50) == 50
    assert over_a_day(0, 0, minimum=5) == 5


def test_what_swings_uses_less_of_it_but_more_than_the_half() -> None:
    used = 100 / over_a_day(40, 60)
    assert 0.55 < used < TARGET


def test_a_high_minimum_is_paid_for_at_night() -> None:
    assert over_a_day(40, 60, minimum=150) > over_a_day(40, 60)
