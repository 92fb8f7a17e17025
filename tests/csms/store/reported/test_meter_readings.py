from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.digests import digest
from csms.store.reported import meter_readings
from csms.store.reported.meter_readings import SAMPLES_AN_ITEM, MeterReading, Once
from csms.store.table import Cancelled, Write, apart, transact
from csms.wire.mending import ReceiptTime
from csms_tools.cost import units
from tests.stored import everything, readings_of_month
from tests.support import NOON

USUAL = {"context": "Sample.Periodic", "format": "Raw", "location": "Outlet"}
SAMPLE: dict[str, Any] = {
    "at": "2026-06-01T12:00:00.000Z",
    "measurand": "SoC",
    "value": Decimal("0.10"),
    **USUAL,
}


def writes(samples: list[dict[str, Any]], **changes: Any) -> list[Write]:
    facts: dict[str, Any] = {
        "source": "MeterValues",
        "digest": "digest",
        "connector_id": 1,
        "transaction_id": None,
        "first": NOON,
        "received_at": NOON,
        "once": True,
    }
    return meter_readings.writes("CP1", samples, **(facts | changes))


@pytest.mark.usefixtures("store")
def test_what_is_kept_is_read_as_it_was() -> None:
    text = USUAL | {"at": "2026-06-01T12:00:00.000Z", "format": "SignedData", "text": "0A0B"}
    later = SAMPLE | {"at": "2026-06-01T12:01:00.000Z", "context": "Transaction.End"}
    transact(*writes([SAMPLE, text, later, SAMPLE], transaction_id=7))
    (reading,) = readings_of_month("CP1", NOON)
    assert reading.samples == [SAMPLE, text, later, SAMPLE]
    assert (reading.connector_id, reading.transaction_id) == (1, 7)
    assert reading.received_at == NOON


def test_each_item_of_a_message_that_was_split_can_be_read_alone() -> None:
    for write in writes([SAMPLE] * (SAMPLES_AN_ITEM + 2)):
        assert MeterReading.from_raw_data(write.arguments["Item"]).samples[-1] == SAMPLE


def test_what_an_older_version_spelled_out_is_read_as_it_is() -> None:
    (write,) = writes([SAMPLE])
    spelled = {name: {"S": value} for name, value in SAMPLE.items() if name != "value"}
    told = {"M": {"measurand": {"S": "SoC"}, "value": {"N": "0.1"}}}
    samples = {"L": [{"M": spelled | {"value": {"N": "0.1"}}}, told]}
    reading = MeterReading.from_raw_data(write.arguments["Item"] | {"samples": samples})
    assert reading.samples == [SAMPLE, SAMPLE]


@pytest.mark.usefixtures("store")
def test_a_repeated_message_vanishes_and_a_split_one_stays_whole() -> None:
    transact(*writes([SAMPLE]))
    with pytest.raises(Cancelled):
        transact(*writes([SAMPLE], received_at=NOON + timedelta(days=1)))
    transact(*writes([SAMPLE], digest="another"))
    transact(*writes([SAMPLE], connector_id=2))
    assert len(readings_of_month("CP1", NOON)) == 3


@pytest.mark.parametrize(
    ("count", "items"), [(0, 0), (1, 1), (SAMPLES_AN_ITEM, 1), (SAMPLES_AN_ITEM + 1, 2)]
)
def test_a_large_message_becomes_several_items(count: int, items: int) -> None:
    assert len(writes([SAMPLE] * count)) == items


@pytest.mark.usefixtures("store")
def test_samples_are_found_by_the_month_of_the_first() -> None:
    last_month = NOON - timedelta(days=31)
    transact(*writes([SAMPLE], first=last_month))
    assert readings_of_month("CP1", NOON) == []
    assert len(readings_of_month("CP1", last_month)) == 1


def test_the_largest_samples_fit_into_an_item() -> None:
    """400 KB an item: names, longest words, and 38 digits a thousand times."""
    longest = {
        "at": "2026-06-01T12:00:00.000Z",
        "measurand": "Energy.Reactive.Export.Register",
        "context": "Interruption.Begin",
        "format": "SignedData",
        "location": "Outlet",
        "phase": "L1-N",
        "unit": "Fahrenheit",
        "value": Decimal("1" * 38),
    }
    bytes_of_one = sum(len(name) + len(str(value)) + 1 for name, value in longest.items()) + 3
    assert bytes_of_one * SAMPLES_AN_ITEM + 128 * 1024 < 400 * 1024
    assert MeterReading.Meta.table_name == "csms-history"


def once(digest: str, first: datetime = NOON, samples: int = 1, **changes: Any) -> Once:
    facts: dict[str, Any] = {"connector_id": 1, "transaction_id": 7, "received_at": first}
    return meter_readings.once(
        "CP1", [SAMPLE] * samples, digest=digest, first=first, **(facts | changes)
    )


def test_a_message_shares_an_item_unless_it_is_long_or_has_no_time() -> None:
    digest = "1234567890abcdef"
    for one, shares in (
        (once(digest), True),
        (once(digest, samples=100), False),
        (once(digest, samples=SAMPLES_AN_ITEM + 1), False),
        (once(digest, first=ReceiptTime.of(NOON)), False),
    ):
        assert (one.writes != one.alone) == shares
        assert one.writes[0].operation == ("Update" if shares else "Put")


@pytest.mark.usefixtures("store")
def test_what_finds_no_room_is_kept_by_itself_and_both_are_kept_once() -> None:
    messages = [digest(str(number)) for number in range(30)]
    for again in range(2):
        for number, name in enumerate(messages):
            one = once(name, NOON + number * timedelta(seconds=10))
            failed = apart(*one.writes)
            assert one.finds_no_room(failed) or not failed or again
            if one.finds_no_room(failed):
                assert number > 5
                assert apart(*one.alone).keys() == ({0} if again else set())
    kept = readings_of_month("CP1", NOON)
    assert len(kept) == 30
    assert len({one.sk for one in kept}) == 30
    for item in everything(MeterReading.Meta.table_name):
        assert units.size(item) <= 1024


def test_where_there_is_nothing_to_share_nothing_finds_no_room() -> None:
    one = once("1234567890abcdef", samples=100)
    assert not one.finds_no_room({0: {}})
    assert not one.finds_no_room({})
