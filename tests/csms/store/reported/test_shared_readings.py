from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.digests import digest
from csms.store.reported.meter_readings import MeterReading
from csms.store.reported.shared_readings import MINUTES, each, is_in, share, window
from csms.store.table import ConditionFailed, Write, perform
from csms.wire.ocpp16 import spell_time
from tests.stored import everything
from tests.support import NOON

FIRST, SECOND = digest("first"), digest("second")
PARTITION = "METER#CP1#2026-06"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("store")


def shared(name: str, minute: int = 0, **changes: Any) -> Write:
    first = NOON + minute * MINUTE
    sample = {
        "at": spell_time(first),
        "measurand": "SoC",
        "context": "Sample.Periodic",
        "format": "Raw",
        "location": "Outlet",
        "value": Decimal(minute),
    }
    facts: dict[str, Any] = {
        "connector_id": 1,
        "transaction_id": 7,
        "first": first,
        "received_at": first + timedelta(seconds=1),
        "expires_at": None,
        "unread": None,
    }
    write = share(PARTITION, [sample], digest=name, **(facts | changes))
    assert write
    return write


def readings() -> list[MeterReading]:
    items = everything(MeterReading.Meta.table_name)
    return [MeterReading.from_raw_data(one) for item in items for one in each(item)]


def test_messages_of_a_few_minutes_share_an_item_and_each_is_read_as_if_alone() -> None:
    perform(shared(SECOND, 4, unread={"meterValue.1": "nothing"}))
    perform(shared(FIRST))
    assert len(list(everything(MeterReading.Meta.table_name))) == 1
    first, second = readings()
    assert first.sk == f"2026-06-01T12:00:00.000+00:00#1#{FIRST[:12]}#0"
    assert first.samples[0]["at"] == "2026-06-01T12:00:00.000Z"
    assert first.samples[0]["value"] == 0
    assert (first.connector_id, first.transaction_id, first.source) == (1, 7, "MeterValues")
    assert (first.received_at, first.unread) == (NOON + timedelta(seconds=1), None)
    assert second.unread == {"meterValue.1": "nothing"}
    assert second.samples[0]["at"] == "2026-06-01T12:04:00.000Z"


@pytest.mark.parametrize(
    "other",
    [
        {"connector_id": 2},
        {"connector_id": -1, "transaction_id": -7},
        {"transaction_id": None},
        {"connector_id": None},
    ],
)
def test_another_connector_or_transaction_has_an_item_of_its_own(other: dict[str, Any]) -> None:
    perform(shared(FIRST))
    perform(shared(FIRST, **other))
    assert len(list(everything(MeterReading.Meta.table_name))) == 2
    found = {(one.connector_id, one.transaction_id) for one in readings()}
    names = {one.sk.split("#")[1] for one in readings()}
    assert names == {"1", str(other.get("connector_id", 1) or 0)}
    assert found == {(1, 7), tuple(({"connector_id": 1, "transaction_id": 7} | other).values())}


def test_a_repetition_is_refused_and_found() -> None:
    perform(shared(FIRST))
    with pytest.raises(ConditionFailed) as failed:
        perform(shared(FIRST, received_at=NOON + MINUTE))
    assert failed.value.item
    assert is_in(failed.value.item, FIRST)
    assert not is_in(failed.value.item, SECOND)
    assert [one.received_at for one in readings()] == [NOON + timedelta(seconds=1)]


def test_the_room_that_it_takes_is_the_same_whenever_it_comes() -> None:
    """Or what found none, and is kept alone, would find some when it comes again."""
    asked = [
        shared(FIRST, received_at=NOON + timedelta(milliseconds=7**power)).arguments
        for power in range(12)
    ]
    contents = {len(one["ExpressionAttributeValues"][":content"]["B"]) for one in asked}
    assert len(contents) > 1
    for name in (":size", ":left"):
        assert len({one["ExpressionAttributeValues"][name]["N"] for one in asked}) == 1


def test_the_item_goes_when_the_last_that_came_may_go() -> None:
    for minute, name in enumerate((FIRST, SECOND)):
        perform(shared(name, minute, expires_at=NOON + minute * MINUTE))
    assert {one.expires_at for one in readings()} == {NOON + MINUTE}


@pytest.mark.parametrize(
    ("time", "begins"),
    [
        ("2026-06-01T12:00:00.000+00:00", "2026-06-01T12:00"),
        ("2026-06-01T12:04:59.999+00:00#1#x", "2026-06-01T12:00"),
        ("2026-06-01T12:59#1#7", "2026-06-01T12:55"),
    ],
)
def test_a_window_is_of_five_minutes(time: str, begins: str) -> None:
    assert MINUTES == 5
    assert window(time) == begins
