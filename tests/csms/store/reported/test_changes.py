from datetime import timedelta

import pytest

from csms.store.reported import changes, message_log
from csms.store.reported.changes import MOST, MOST_REMEMBERED, Found, Place, after, beginning
from csms.store.table import SHARDS, calls
from tests.conftest import Says
from tests.connection.support import connected
from tests.stored import logged_change
from tests.support import NOON

SECOND = timedelta(seconds=1)
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}


def told(place: Place) -> tuple[list[str], Place]:
    found = after(place)
    return list(found.charge_point_ids), found.place


def test_a_status_a_boot_and_a_connection_are_changes(says: Says) -> None:
    place = beginning(NOON)
    says("StatusNotification", STATUS, at=NOON + SECOND)
    ids, place = told(place)
    assert ids == ["CP1"]
    boot = {"chargePointVendor": "ACME", "chargePointModel": "One"}
    says("BootNotification", boot, at=NOON + 2 * SECOND)
    ids, place = told(place)
    assert ids == ["CP1"]
    connected("one", minutes=1)
    assert told(place)[0] == ["CP1"]


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("Heartbeat", {}),
        ("Authorize", {"idTag": "CARD-1"}),
        (
            "MeterValues",
            {
                "connectorId": 1,
                "meterValue": [
                    {"timestamp": "2026-06-01T12:00:00Z", "sampledValue": [{"value": "1"}]}
                ],
            },
        ),
    ],
    ids=["heartbeat", "authorize", "meter values"],
)
def test_what_changes_nothing_is_none(action: str, payload: dict[str, object], says: Says) -> None:
    says(action, payload, at=NOON + SECOND)
    assert told(beginning(NOON))[0] == []


@pytest.mark.usefixtures("store")
def test_nothing_is_told_twice_though_the_latest_seconds_are_looked_through_again() -> None:
    logged_change("CP1", NOON)
    ids, place = told(beginning(NOON))
    assert ids == ["CP1"]
    assert told(place) == ([], place)
    logged_change("CP2", NOON - SECOND)  # it was written late
    ids, place = told(place)
    assert ids == ["CP2"]
    assert told(place) == ([], place)


@pytest.mark.usefixtures("store")
def test_what_is_long_gone_is_not_remembered() -> None:
    logged_change("CP1", NOON)
    logged_change("CP2", NOON + changes.AGAIN + SECOND)
    _, place = told(beginning(NOON))
    assert len(place.known) == 1
    assert told(place)[0] == []


@pytest.mark.usefixtures("store")
def test_many_are_told_of_one_part_behind_the_other_and_none_is_left_out() -> None:
    many = [f"CP{number:03}" for number in range(MOST_REMEMBERED + 2 * MOST + 7)]
    for number, name in enumerate(many):
        logged_change(name, NOON + timedelta(milliseconds=number))
    place, more = beginning(NOON), True
    heard: list[str] = []
    while more:
        found = after(place)
        assert len(found.charge_point_ids) <= MOST
        assert len(found.place.known) <= MOST_REMEMBERED
        heard += found.charge_point_ids
        place, more = found.place, found.more
    assert heard == many
    assert after(place) == Found((), place, more=False)


@pytest.mark.usefixtures("store")
def test_who_changes_often_is_told_of_once() -> None:
    for number in range(5):
        logged_change("CP1", NOON + number * SECOND)
    assert told(beginning(NOON))[0] == ["CP1"]


@pytest.mark.usefixtures("store")
def test_however_many_there_are_it_takes_two_queries_a_shard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    call = calls.call

    def noted(operation: str, arguments: dict[str, object]) -> dict[str, object]:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", noted)
    for size in (0, 40):
        for number in range(size):
            message_log.add(message_log.entry(f"CP{number}", "heartbeat", NOON))
        asked.clear()
        after(beginning(NOON))
        assert asked == ["Query"] * 2 * SHARDS
