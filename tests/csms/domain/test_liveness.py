from datetime import datetime, timedelta

import pytest

from csms.domain.intervals import interval_for
from csms.domain.liveness import fitting_interval, heartbeat_interval, silent_since
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration, Entry
from csms.store.reported.connections import Connection
from tests.support import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def charge_point(
    *, interval: int | None = None, seen: datetime | None = None, booted: datetime | None = None
) -> ChargePoint:
    one = ChargePoint.of("CP1")
    one.interval, one.last_seen_at, one.booted_at = interval, seen, booted
    return one


def configuration(value: str, at: datetime = NOON) -> Configuration:
    one = Configuration.of("CP1")
    one.keep([Entry("HeartbeatInterval", readonly=False, value=value, at=at)])
    return one


def connection(at: datetime) -> Connection:
    one = Connection.of("CP1")
    one.connected_at = at
    return one


@pytest.mark.parametrize(
    ("interval", "seconds"), [(None, 300), (60, 60), (300, 300), (86400, 300), (0, 300)]
)
def test_the_interval_is_what_a_boot_is_answered(interval: int | None, seconds: int) -> None:
    assert heartbeat_interval(charge_point(interval=interval), None) == seconds * SECOND


def test_it_is_as_much_shorter_as_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTBEAT_JITTER", "10")
    told = interval_for("CP1", "Accepted", None)
    assert told < 300
    assert heartbeat_interval(charge_point(), None) == told * SECOND


def test_a_key_that_was_told_after_the_boot_counts_instead() -> None:
    day = 86400 * SECOND
    assert heartbeat_interval(charge_point(), configuration("86400")) == day
    before, after = NOON - HOUR, NOON + HOUR
    assert heartbeat_interval(charge_point(booted=before), configuration("86400")) == day
    assert heartbeat_interval(charge_point(booted=after), configuration("86400")) == 300 * SECOND


@pytest.mark.parametrize("value", ["0", "often", ""])
def test_a_key_that_says_nothing_counts_for_nothing(value: str) -> None:
    assert heartbeat_interval(charge_point(), configuration(value)) == 300 * SECOND


@pytest.mark.parametrize(("seconds", "silent"), [(600, False), (601, True)])
def test_it_is_silent_after_more_than_two_intervals(seconds: int, silent: bool) -> None:
    one, since = charge_point(seen=NOON), connection(NOON - HOUR)
    found = silent_since(one, since, 300 * SECOND, NOON + seconds * SECOND)
    assert found == (NOON if silent else None)


def test_a_connection_counts_as_a_word() -> None:
    one = charge_point(seen=NOON - HOUR)
    assert silent_since(one, connection(NOON), 300 * SECOND, NOON + 599 * SECOND) is None
    assert silent_since(one, connection(NOON), 300 * SECOND, NOON + 601 * SECOND) == NOON


def test_one_that_is_not_connected_is_not_silent() -> None:
    assert silent_since(charge_point(seen=NOON), None, 300 * SECOND, NOON + HOUR) is None


def test_it_is_not_judged_finer_than_last_seen_is() -> None:
    one, since = charge_point(seen=NOON), connection(NOON - HOUR)
    assert silent_since(one, since, 10 * SECOND, NOON + 59 * SECOND) is None
    assert silent_since(one, since, 10 * SECOND, NOON + 62 * SECOND) == NOON


@pytest.mark.parametrize(
    ("quiet", "interval"), [(120, 90), (30, 20), (20, 10), (5, 10), (300, 220), (600, 300)]
)
def test_an_interval_keeps_a_connection_open_with_room_to_spare(quiet: int, interval: int) -> None:
    assert fitting_interval(quiet) == interval
