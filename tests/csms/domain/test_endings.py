from datetime import datetime, timedelta

import pytest

from csms.domain.endings import Ending, Past, closes_after, told, within_an_hour
from tests.support import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def ending(
    code: int | None = 1006,
    reason: str | None = "",
    *,
    age: timedelta = HOUR,
    spoke: datetime | None = None,
    replaced: bool = False,
) -> Ending:
    return Ending(NOON, NOON - age, spoke, code, reason, replaced)


@pytest.mark.parametrize(
    ("code", "reason", "line"),
    [
        (1009, "frame too big", "connection closed: 1009 frame too big"),
        (1009, "", "connection closed: 1009 message too big"),
        (1003, None, "connection closed: 1003 binary frames are not supported"),
        (1006, "", "connection closed: 1006 no close frame"),
        (4711, "", "connection closed: 4711"),
        (None, None, "connection closed"),
    ],
)
def test_an_ending_is_told_in_a_line(code: int | None, reason: str | None, line: str) -> None:
    assert told(code, reason) == line


def test_it_is_quiet_since_it_spoke_or_connected() -> None:
    assert ending().quiet == HOUR
    assert ending(spoke=NOON - 2 * HOUR).quiet == HOUR
    assert ending(spoke=NOON - MINUTE).quiet == MINUTE


def test_what_goes_away_before_two_hours_is_cut_for_idleness() -> None:
    assert ending(1001, "Going away").by_idleness
    assert not ending(1001, "Going away", age=2 * HOUR).by_idleness
    assert not ending(1001, "Going away", age=2 * HOUR - 30 * SECOND).by_idleness
    assert not ending(1001, "tab closed").by_idleness
    assert not ending(1006).by_idleness


@pytest.mark.parametrize(
    ("code", "reason", "its_own"),
    [
        (1000, "", True),
        (1001, "", True),
        (1005, "Client-side close frame status not set", True),
        (1006, "", True),
        (None, None, True),
        (1001, "Going away", False),
        (1002, "", False),
        (1003, "", False),
        (1007, "", False),
        (1009, "", False),
    ],
)
def test_whether_the_charge_point_closed(code: int | None, reason: str, its_own: bool) -> None:
    assert ending(code, reason).by_charge_point is its_own
    assert not ending(code, reason, replaced=True).by_charge_point


def past(*quiet: float | None, every: timedelta = 2 * MINUTE) -> list[Past]:
    """The last of them at noon."""
    count = len(quiet)
    times = [NOON - every * (count - 1 - place) for place in range(count)]
    return [Past(at, at - MINUTE, one) for at, one in zip(times, quiet, strict=True)]


@pytest.mark.parametrize(
    "quiet",
    [
        [120.0, 120.2, 119.9, 121.0],
        [120.0, 120.2, 7.0, 119.9, 121.0],
        [300.0, 3.0, 120.0, 120.2, 60.0, 120.0, 119.9, 120.1],
        [None, 120.0, None, 120.0, 120.0, None, 120.0],
    ],
)
def test_endings_after_the_same_time_without_traffic_are_a_pattern(
    quiet: list[float | None],
) -> None:
    assert closes_after(past(*quiet), NOON) == 120


@pytest.mark.parametrize(
    "quiet",
    [
        [],
        [120.0, 120.0, 120.0],
        [12.0, 80.0, 120.0, 31.0, 299.0, 121.0],
        [2.0, 2.0, 2.0, 2.0, 2.0, 2.0],
        [None, None, None, None],
    ],
)
def test_a_few_are_none_nor_is_a_bad_line(quiet: list[float | None]) -> None:
    assert closes_after(past(*quiet), NOON) is None


def test_what_is_more_than_an_hour_ago_is_forgotten() -> None:
    seldom = past(120.0, 120.0, 120.0, 120.0, every=30 * MINUTE)
    assert closes_after(seldom, NOON) is None


def test_an_hour_has_its_end_but_not_its_beginning() -> None:
    times = [NOON, NOON - HOUR, NOON + SECOND, NOON - HOUR + SECOND]
    assert within_an_hour(times, NOON) == [NOON - HOUR + SECOND, NOON]
