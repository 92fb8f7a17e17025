import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.domain import metering
from csms.domain.command_context import CommandContext
from csms.outbound import triggers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.meter_readings import MeterReading
from csms.store.table import perform
from csms.wire.ocpp16 import spell_time
from outbound.trigger_message import TriggerMessage
from tests.conftest import Says, handler_of
from tests.inbound.support import begun, meter_values, reading, stored
from tests.stored import readings_of_month, refused_calls_of, set_registration
from tests.support import NOON, Context, Sockets, message

LATER = NOON + timedelta(minutes=15)


def kept() -> list[MeterReading]:
    return readings_of_month("CP1", NOON)


def test_a_sample_is_kept_with_its_defaults_made_explicit(says: Says) -> None:
    assert says("MeterValues", meter_values(reading(NOON, "4300"))) == [3, "unique-1", {}]
    (one,) = kept()
    assert one.source == "MeterValues"
    assert one.connector_id == 1
    assert one.transaction_id is None
    assert one.received_at == NOON
    assert one.samples == [
        {
            "at": "2026-06-01T12:00:00.000Z",
            "measurand": "Energy.Active.Import.Register",
            "context": "Sample.Periodic",
            "format": "Raw",
            "location": "Outlet",
            "unit": "Wh",
            "value": Decimal(4300),
        }
    ]


def test_what_a_charge_point_says_of_a_sample_is_kept_as_it_said(says: Says) -> None:
    said = {
        "context": "Trigger",
        "format": "Raw",
        "measurand": "Current.Import",
        "phase": "L1-N",
        "location": "Inlet",
        "unit": "A",
    }
    says("MeterValues", meter_values(reading(NOON, "15.9", **said)))
    assert kept()[0].samples == [
        said | {"at": "2026-06-01T12:00:00.000Z", "value": Decimal("15.9")}
    ]


@pytest.mark.parametrize(
    "text", ["0.1", "-3", "1E+3", "12345678901234567890123456789012345678", "0." + "1" * 38]
)
def test_a_value_is_kept_to_its_last_digit(text: str, says: Says) -> None:
    says("MeterValues", meter_values(reading(NOON, text)))
    assert kept()[0].samples[0]["value"] == Decimal(text)


@pytest.mark.parametrize(
    ("value", "format"),
    [
        ("308201AB==", "SignedData"),
        ("12", "SignedData"),
        ("n/a", "Raw"),
        ("NaN", "Raw"),
        ("", "Raw"),
        ("1" * 39, "Raw"),
        ("1E126", "Raw"),
        ("1E-131", "Raw"),
    ],
)
def test_what_is_no_number_is_kept_as_it_came(value: str, format: str, says: Says) -> None:
    said = meter_values(reading(NOON, value, format=format))
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert kept()[0].samples[0]["text"] == value
    assert "value" not in kept()[0].samples[0]


def test_a_main_meter_and_a_transaction_that_nobody_knows_are_kept(says: Says) -> None:
    unknown = meter_values(reading(NOON, "1"), connectorId=0, transactionId=-1)
    assert says("MeterValues", unknown) == [3, "unique-1", {}]
    assert (kept()[0].connector_id, kept()[0].transaction_id) == (0, -1)


def test_a_repeated_message_changes_nothing(says: Says) -> None:
    number = begun(says)
    said = meter_values(reading(NOON, "4300"), transactionId=number)
    says("MeterValues", said, unique_id="1")
    before = [one.serialize() for one in kept()]
    assert says("MeterValues", said, unique_id="2", at=LATER) == [3, "2", {}]
    assert [one.serialize() for one in kept()] == before


def test_a_message_that_was_split_stays_whole(says: Says) -> None:
    for phase in ("L1", "L2", "L3"):
        says("MeterValues", meter_values(reading(NOON, "1", phase=phase)))
    assert sorted(one.samples[0]["phase"] for one in kept()) == ["L1", "L2", "L3"]


def test_the_register_follows_the_newest_sample(says: Says) -> None:
    number = begun(says)
    for minutes, value in ((15, "4300"), (45, "4500"), (30, "4400")):  # one comes late
        at = NOON + timedelta(minutes=minutes)
        says("MeterValues", meter_values(reading(at, value), transactionId=number))
    assert stored(number).register == 4500
    assert stored(number).register_at == NOON + timedelta(minutes=45)
    assert stored(number).energy == 300
    assert len(kept()) == 3


def test_within_a_message_too_the_newest_sample_counts(says: Says) -> None:
    number = begun(says)
    said = meter_values(reading(LATER, "4.5", unit="kWh"), reading(NOON, "4.2", unit="kWh"))
    says("MeterValues", said | {"transactionId": number})
    assert stored(number).register == 4500
    assert stored(number).energy == 300


@pytest.mark.parametrize(
    "other",
    [
        {"measurand": "Energy.Active.Export.Register"},
        {"measurand": "Power.Active.Import", "unit": "W"},
        {"phase": "L1"},
        {"location": "Cable"},
        {"location": "EV"},
        {"location": "Ceiling"},
        {"format": "SignedData"},
        {"format": "Cooked"},
        {"unit": "varh"},
        {"unit": "MWh"},
        {"context": "Whenever"},
        {"measurand": "Energy.Active.Import.Registers"},
        {"phase": "L4"},
        {"value": "4,300"},
        {"value": None},
        {"value": "n/a"},
        {"value": "1E124", "unit": "kWh"},
    ],
)
def test_other_readings_do_not_move_the_register(other: dict[str, Any], says: Says) -> None:
    number = begun(says)
    said = meter_values({"at": LATER, "value": "9999"} | other, transactionId=number)
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert stored(number).register is None
    assert len(kept()) == 1


def test_a_message_of_2500_samples_becomes_items_that_dynamodb_takes(says: Says) -> None:
    number = begun(says)
    at = {"timestamp": spell_time(LATER)}
    values = [{"value": str(4300 + place)} for place in range(2_500)]
    said = meter_values(meterValue=[at | {"sampledValue": values}], transactionId=number)
    for _ in range(2):
        assert says("MeterValues", said) == [3, "unique-1", {}]
    assert [len(one.samples) for one in kept()] == [1000, 1000, 500]
    assert [one["value"] for each in kept() for one in each.samples] == list(range(4300, 6800))


@pytest.mark.parametrize(("days", "expires"), [("10", NOON + timedelta(days=10)), ("0", None)])
def test_samples_are_kept_for_a_time_from_their_receipt(
    days: str, expires: Any, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METER_RETENTION_DAYS", days)
    old = NOON - timedelta(days=400)
    says("MeterValues", meter_values(reading(old, "4300")))
    (one,) = readings_of_month("CP1", old)
    assert one.expires_at == expires


def test_both_spellings_of_celsius_are_kept(says: Says) -> None:
    warm = [
        reading(NOON, "40", measurand="Temperature", unit=unit) for unit in ("Celcius", "Celsius")
    ]
    says("MeterValues", meter_values(*warm))
    assert [one["unit"] for one in kept()[0].samples] == ["Celcius", "Celsius"]


def test_a_meter_value_without_samples_does_not_take_the_others_with_it(says: Says) -> None:
    said = meter_values(reading(NOON, "4300"))
    said["meterValue"].insert(0, {"timestamp": spell_time(LATER), "sampledValue": []})
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert len(kept()[0].samples) == 1


EMPTY = {"timestamp": spell_time(NOON), "sampledValue": []}


@pytest.mark.parametrize("values", [[], None])
def test_a_message_without_samples_is_taken_for_what_it_is(values: Any, says: Says) -> None:
    assert says("MeterValues", meter_values(meterValue=values)) == [3, "unique-1", {}]
    assert says("MeterValues", {"connectorId": 1}) == [3, "unique-1", {}]
    assert kept() == []


@pytest.mark.parametrize("values", [[], [EMPTY]])
def test_strict_refuses_emptiness(
    values: list[Any], says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("MeterValues", meter_values(meterValue=values))
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]


def test_what_cannot_be_read_is_kept_as_its_text_and_the_others_count(says: Says) -> None:
    said = meter_values(reading(NOON, "4300"))
    said["meterValue"][0]["sampledValue"] += ["4301", [4302.5]]
    said["meterValue"] += ["nothing", EMPTY]
    assert says("MeterValues", said) == [3, "unique-1", {}]
    (one,) = kept()
    assert [sample["value"] for sample in one.samples] == [4300]
    assert one.unread == {
        "meterValue.0.sampledValue.1": "4301",
        "meterValue.0.sampledValue.2": "[4302.5]",
        "meterValue.1": "nothing",
        "meterValue.2": '{"timestamp":"2026-06-01T12:00:00.000Z","sampledValue":[]}',
    }


def test_a_message_of_which_nothing_can_be_read_is_kept_once(says: Says) -> None:
    said = meter_values(meterValue="4300 Wh")
    for unique_id, at in (("1", NOON), ("2", LATER)):
        assert says("MeterValues", said, unique_id=unique_id, at=at) == [3, unique_id, {}]
    (one,) = kept()
    assert (one.samples, one.unread) == ([], {"meterValue.0": "4300 Wh"})


def test_what_should_be_a_list_and_is_one_element_is_that_list(says: Says) -> None:
    said = meter_values()
    said["meterValue"] = {"timestamp": spell_time(NOON), "sampledValue": {"value": "4300"}}
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert [sample["value"] for sample in kept()[0].samples] == [4300]


@pytest.mark.parametrize(
    "odd",
    [
        {"measurand": "Energie"},
        {"unit": "Watt"},
        {"context": "Now"},
        {"phase": "L4"},
        {"location": "Roof"},
        {"format": "Text"},
    ],
)
def test_a_sample_of_an_unknown_word_is_kept_as_it_came_and_marked(
    odd: dict[str, str], says: Says
) -> None:
    number = begun(says)
    values = meter_values(reading(LATER, "9999", **odd), reading(NOON, "4300"))
    assert says("MeterValues", values | {"transactionId": number}) == [3, "unique-1", {}]
    first, second = kept()[0].samples
    assert first.items() >= (odd | {"odd": "true", "value": Decimal(9999)}).items()
    assert "odd" not in second
    assert stored(number).register == 4300


@pytest.mark.parametrize("value", [{}, {"value": None}])
def test_a_sample_without_a_value_is_kept_and_marked(value: dict[str, None], says: Says) -> None:
    sampled = [{"measurand": "SoC"} | value, {"value": "1"}]
    says("MeterValues", meter_values(meterValue=[EMPTY | {"sampledValue": sampled}]))
    first, second = kept()[0].samples
    assert (first["measurand"], first["odd"]) == ("SoC", "true")
    assert not {"value", "text"} & set(first)
    assert second["value"] == 1


@pytest.mark.parametrize(("text", "value"), [("4300,5", "4300.5"), ("4,3005", "4.3005")])
def test_a_decimal_comma_is_understood(text: str, value: str, says: Says) -> None:
    says("MeterValues", meter_values(reading(NOON, text)))
    assert kept()[0].samples[0]["value"] == Decimal(value)


def test_a_comma_that_may_mean_a_thousand_is_not(says: Says) -> None:
    says("MeterValues", meter_values(reading(NOON, "4,300")))
    assert kept()[0].samples[0]["text"] == "4,300"


@pytest.mark.parametrize("timestamp", [{}, {"timestamp": None}, {"timestamp": "0000-00-00"}])
def test_samples_without_a_time_are_of_their_receipt_marked_and_once(
    timestamp: dict[str, Any], says: Says
) -> None:
    number = begun(says)
    sampled = [timestamp | {"sampledValue": [{"value": "4300"}]}]
    said = meter_values(meterValue=sampled, transactionId=number)
    for unique_id, at in (("1", LATER), ("2", NOON + timedelta(days=31))):
        assert says("MeterValues", said, unique_id=unique_id, at=at) == [3, unique_id, {}]
    assert readings_of_month("CP1", NOON + timedelta(days=31)) == []
    (one,) = kept()
    assert one.samples[0]["at"] == spell_time(LATER)
    assert one.samples[0]["undated"] == "true"
    assert (stored(number).register, stored(number).register_at) == (Decimal(4300), LATER)


def test_two_messages_without_a_time_are_two(says: Says) -> None:
    for value in ("1", "2"):
        says("MeterValues", meter_values(meterValue=[{"sampledValue": [{"value": value}]}]))
    assert len(kept()) == 2


@pytest.mark.parametrize("connector", [{}, {"connectorId": None}, {"connectorId": "left"}])
def test_without_a_connector_it_is_that_of_the_transaction(
    connector: dict[str, Any], says: Says
) -> None:
    number = begun(says, connectorId=3)
    said = meter_values(reading(NOON, "4300"), transactionId=number)
    del said["connectorId"]
    assert says("MeterValues", said | connector) == [3, "unique-1", {}]
    assert kept()[0].connector_id == 3


def test_without_a_connector_or_a_transaction_it_is_kept_all_the_same(says: Says) -> None:
    said = meter_values(reading(NOON, "4300"), connectorId=None)
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert kept()[0].connector_id is None


@pytest.mark.parametrize("as_sent", [str, float])
def test_a_transaction_is_known_by_its_whole_number(as_sent: type, says: Says) -> None:
    number = begun(says)
    said = meter_values(reading(LATER, "4300"), transactionId=as_sent(number))
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert stored(number).register == 4300


@pytest.mark.parametrize("number", [1234.5, "1234.5", "1,234", "", "x", True, [7]])
def test_readings_of_no_number_are_refused_and_kept_whole(number: Any, says: Says) -> None:
    said = meter_values(reading(NOON, "4300"), transactionId=number)
    answer = says("MeterValues", said)
    assert answer
    assert answer[0] == 4
    assert "transactionId" in answer[3]
    (refused,) = refused_calls_of("CP1")
    assert (refused.payload, refused.why) == (said, answer[3])
    assert kept() == []


def test_a_register_elsewhere_counts_where_there_is_none_at_the_outlet(says: Says) -> None:
    number = begun(says)

    def say(*readings: tuple[int, str, str]) -> tuple[Any, str | None]:
        told = [
            reading(NOON + timedelta(minutes=minutes), value, location=location)
            for minutes, location, value in readings
        ]
        says("MeterValues", meter_values(*told, transactionId=number))
        return stored(number).register, stored(number).register_location

    assert say((10, "Inlet", "4300"), (20, "Body", "9999")) == (4300, "Inlet")
    assert stored(number).energy == 100
    assert say((30, "Body", "9999")) == (4300, "Inlet")
    assert say((40, "Inlet", "4400")) == (4400, "Inlet")
    assert say((50, "Outlet", "4350")) == (4350, None)
    assert say((59, "Inlet", "4500")) == (4350, None)


@pytest.mark.parametrize(
    ("values", "register"),
    [
        ({"L1": "1500", "L2": "1400.5", "L3": "1400"}, Decimal("4300.5")),
        ({"L1": "1500", "L2": "1400", "L3": "1400", None: "4299"}, 4299),
        ({"L1": "1500", "L2": "1400"}, None),
        ({"L1-N": "1500", "L2-N": "1400", "L3-N": "1400"}, None),
        ({"L1": "1500", "L2": "1400", "L3": "n/a"}, None),
    ],
)
def test_registers_of_the_phases_count_as_their_sum(
    values: dict[str | None, str], register: Any, says: Says
) -> None:
    number = begun(says)
    sampled = [
        {"value": value} | ({"phase": phase} if phase else {}) for phase, value in values.items()
    ]
    told = [{"timestamp": spell_time(LATER), "sampledValue": sampled}]
    says("MeterValues", meter_values(meterValue=told, transactionId=number))
    assert stored(number).register == register


def test_without_a_reading_at_its_start_a_transaction_has_a_register_and_no_energy(
    says: Says,
) -> None:
    number = begun(says, meterStart=None)
    says("MeterValues", meter_values(reading(LATER, "4300"), transactionId=number))
    assert (stored(number).register, stored(number).energy) == (Decimal(4300), None)


def test_a_number_where_its_text_is_due_is_taken(says: Says) -> None:
    said = meter_values()
    said["meterValue"] = [{"timestamp": spell_time(NOON), "sampledValue": [{"value": 0.1}]}]
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert kept()[0].samples[0]["value"] == Decimal("0.1")
    assert kept()[0].samples[0]["measurand"] == metering.REGISTER


def test_a_number_in_place_of_text_is_kept_to_its_last_digit_too(
    cp1: str, sockets: Sockets
) -> None:
    said = json.dumps([2, "1", "MeterValues", meter_values(reading(NOON, "VALUE"))])
    digits = "1234567890.123456789012345"
    event = message(said.replace('"VALUE"', digits), route="MeterValues")
    handler_of("MeterValues")(event, Context())
    assert sockets.frames == [[3, "1", {}]]
    assert kept()[0].samples[0]["value"] == Decimal(digits)


@pytest.fixture
def asked(cp1: str) -> None:
    """CP1 is Pending, and was asked for meter values at noon."""
    set_registration(cp1, "Pending")
    request = TriggerMessage(requested_message="MeterValues")
    for write in triggers.expect(request, CommandContext(ChargePoint.of(cp1), NOON, "command-1")):
        perform(write)


@pytest.mark.usefixtures("asked")
def test_while_pending_it_is_served_what_it_was_asked_for(says: Says) -> None:
    said = meter_values(reading(NOON, "4300"))
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert len(kept()) == 1


@pytest.mark.usefixtures("asked")
def test_while_pending_it_is_served_no_more_than_that(says: Says) -> None:
    of_a_transaction = meter_values(reading(NOON, "4300"), transactionId=7)
    (_, _, code, *_) = says("MeterValues", of_a_transaction) or []
    assert code == "SecurityError"
    (_, _, code, *_) = says("MeterValues", meter_values(reading(NOON, "1")), at=LATER) or []
    assert code == "SecurityError"
    assert kept() == []


@pytest.mark.usefixtures("asked")
def test_a_rejected_charge_point_is_not_served_what_it_was_asked_for(says: Says) -> None:
    set_registration("CP1", "Rejected")
    (_, _, code, *_) = says("MeterValues", meter_values(reading(NOON, "4300"))) or []
    assert code == "SecurityError"
