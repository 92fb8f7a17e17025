from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.time_windows import TimeWindow, zone_of

BERLIN = zone_of("Europe/Berlin")
MINUTE = timedelta(minutes=1)


def window(opens: str, closes: str, zone: str = "Europe/Berlin") -> TimeWindow:
    return TimeWindow(time.fromisoformat(opens), time.fromisoformat(closes), zone_of(zone))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "at", "is_open"),
    [
        (("22:00", "05:00"), "2026-06-01T19:59", False),
        (("22:00", "05:00"), "2026-06-01T20:00", True),
        (("22:00", "05:00"), "2026-06-02T02:59", True),
        (("22:00", "05:00"), "2026-06-02T03:00", False),
        (("22:00", "05:00"), "2026-12-01T20:59", False),
        (("22:00", "05:00"), "2026-12-01T21:00", True),
        (("09:00", "17:00"), "2026-06-01T07:00", True),
        (("09:00", "17:00"), "2026-06-01T15:00", False),
        (("00:00", "00:00"), "2026-06-01T15:00", True),
    ],
)
def test_it_is_open_by_the_clocks_of_its_place(
    hours: tuple[str, str], at: str, is_open: bool
) -> None:
    assert window(*hours).is_open(utc(at)) is is_open


@pytest.mark.parametrize(
    ("hours", "at", "opens"),
    [
        (("22:00", "05:00"), "2026-06-01T12:00", "2026-06-01T20:00"),
        (("22:00", "05:00"), "2026-06-01T22:00", "2026-06-01T22:00"),
        (("09:00", "17:00"), "2026-06-01T16:00", "2026-06-02T07:00"),
        # clocks are put forward at 01:00 UTC on March 29th, and back on October 25th
        (("02:30", "05:00"), "2026-03-28T23:00", "2026-03-29T01:00"),
        (("02:30", "03:15"), "2026-03-28T23:00", "2026-03-29T01:00"),
        (("02:15", "02:45"), "2026-03-28T23:00", "2026-03-30T00:15"),
        (("02:30", "05:00"), "2026-10-24T22:00", "2026-10-25T00:30"),
        (("02:30", "05:00"), "2026-10-25T01:10", "2026-10-25T01:30"),
    ],
)
def test_it_opens_also_where_clocks_are_put_forward_or_back(
    hours: tuple[str, str], at: str, opens: str
) -> None:
    assert window(*hours).next_opening(utc(at)) == utc(opens)


MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
TIMES = st.integers(0, 365 * 24 * 60).map(lambda minute: utc("2026-01-01T00:00") + minute * MINUTE)


@given(MINUTES, MINUTES, TIMES)
def test_it_opens_when_it_says_and_is_closed_until_then(
    opens: time, closes: time, at: datetime
) -> None:
    hours = TimeWindow(opens, closes, BERLIN)
    opening = hours.next_opening(at)
    assert opening >= at
    assert hours.is_open(opening)
    if opening > at:
        assert not hours.is_open(at)
        assert not hours.is_open(opening - MINUTE)


def test_a_place_that_nobody_knows_has_no_time() -> None:
    for name in ("Europe/Atlantis", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="time zone"):
            zone_of(name)
