from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.store.reported import meter_readings
from csms.store.reported.meter_readings import SAMPLES_AN_ITEM, MeterReading
from csms.store.table import Cancelled, Write, transact
from tests.stored import readings_of_month
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


def test_what_goes_without_saying_is_not_stored_with_each_sample() -> None:
    (write,) = writes([SAMPLE, SAMPLE | {"location": "EV"}])
    first, second = write.arguments["Item"]["samples"]["L"]
    assert first["M"].keys() == {"at", "measurand", "value"}
    assert second["M"].keys() == {"location", "measurand", "value"}


def test_each_item_of_a_message_that_was_split_can_be_read_alone() -> None:
    for write in writes([SAMPLE] * (SAMPLES_AN_ITEM + 2)):
        assert MeterReading.from_raw_data(write.arguments["Item"]).samples[-1] == SAMPLE


def test_what_an_older_version_spelled_out_is_read_as_it_is() -> None:
    (write,) = writes([SAMPLE])
    spelled = {name: {"S": value} for name, value in SAMPLE.items() if name != "value"}
    samples = {"L": [{"M": spelled | {"value": {"N": "0.1"}}}] * 2}
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
