import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from csms.wire.errors import OcppError
from csms.wire.ocpp16 import Request
from csms.wire.validation import validated
from tests.actions import AT_NOON, PAYLOADS, request_model
from tests.support import NOON

START, METER_VALUES = PAYLOADS["StartTransaction"], PAYLOADS["MeterValues"]
STOP, STATUS = PAYLOADS["StopTransaction"], PAYLOADS["StatusNotification"]


def sampled(*values: dict[str, Any]) -> dict[str, Any]:
    return METER_VALUES | {"meterValue": [{"timestamp": AT_NOON, "sampledValue": list(values)}]}


def request(action: str, payload: dict[str, Any], *, lenient: bool) -> Request:
    said = json.loads(json.dumps(payload), parse_float=Decimal)  # as `frames.parse` reads it
    return validated(request_model(action), said, lenient=lenient, at=NOON)


def understood(action: str, payload: dict[str, Any], *, lenient: bool) -> dict[str, Any]:
    return request(action, payload, lenient=lenient).to_wire()


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


MENDED = [
    ("StartTransaction", START | {"vendorSays": {"x": 1}}, START),
    ("StartTransaction", START | {"a": 1, "b": 2, "id_tag": "X"}, START),
    ("StartTransaction", START | {"idTag": 17}, START | {"idTag": "17"}),
    ("StartTransaction", START | {"idTag": True}, START | {"idTag": "true"}),
    ("StartTransaction", START | {"meterStart": 4200.0}, START),
    ("StartTransaction", START | {"meterStart": "4200"}, START),
    ("StartTransaction", START | {"meterStart": 4199.5}, START),
    ("StartTransaction", START | {"meterStart": "4199,5"}, START),
    ("StartTransaction", START | {"connectorId": "1"}, START),
    ("StartTransaction", START | {"reservationId": 1.5}, START),
    ("StartTransaction", START | {"timestamp": "2026-06-01 14:00+02"}, START),
    ("StartTransaction", without(START, "timestamp"), START),
    ("StartTransaction", START | {"timestamp": 1780315200}, START),
    ("MeterValues", sampled({"value": 0.1}), sampled({"value": "0.1"})),
    ("MeterValues", sampled({"value": -5}), sampled({"value": "-5"})),
    (
        "MeterValues",
        sampled({"value": "1", "x": 1}, {"value": 2}, 7),  # type: ignore[arg-type]
        sampled({"value": "1"}, {"value": "2"}),
    ),
    (
        "MeterValues",
        METER_VALUES
        | {
            "meterValue": [
                {"timestamp": AT_NOON, "sampledValue": [], "x": 1},
                *METER_VALUES["meterValue"],
                {"timestamp": AT_NOON, "sampledValue": []},
            ]
        },
        METER_VALUES,
    ),
    ("MeterValues", METER_VALUES | {"meterValue": METER_VALUES["meterValue"][0]}, METER_VALUES),
    ("StatusNotification", STATUS | {"status": "available "}, STATUS),
    ("StatusNotification", STATUS | {"errorCode": "E17"}, STATUS | {"errorCode": "OtherError"}),
    ("StatusNotification", without(STATUS, "errorCode"), STATUS),
    ("StopTransaction", STOP | {"reason": "Bored"}, STOP | {"reason": "Other"}),
    ("StopTransaction", STOP | {"reason": ""}, STOP),
    ("DataTransfer", {"vendorId": "v", "data": {"a": 1.5}}, {"vendorId": "v", "data": '{"a":1.5}'}),
]


@pytest.mark.parametrize(("action", "payload", "meant"), MENDED)
def test_what_can_be_mended_passes_under_the_lenient_default_alone(
    action: str, payload: dict[str, Any], meant: dict[str, Any]
) -> None:
    assert understood(action, payload, lenient=True) == understood(action, meant, lenient=False)
    with pytest.raises(ValidationError):
        understood(action, payload, lenient=False)


LACKING = [
    ("StopTransaction", "transactionId", "transaction_id"),
    ("StopTransaction", "meterStop", "meter_stop"),
    ("StartTransaction", "meterStart", "meter_start"),
    ("MeterValues", "connectorId", "connector_id"),
    ("MeterValues", "meterValue", "meter_value"),
    ("BootNotification", "chargePointModel", "charge_point_model"),
    ("BootNotification", "chargePointVendor", "charge_point_vendor"),
]


@pytest.mark.parametrize(("action", "member", "name"), LACKING)
@pytest.mark.parametrize("null", [True, False])
def test_what_may_be_lacking_is_none_to_the_lenient_and_a_fault_to_the_strict(
    action: str, member: str, name: str, null: bool
) -> None:
    said = without(PAYLOADS[action], member) | ({member: None} if null else {})
    assert getattr(request(action, said, lenient=True), name) is None
    with pytest.raises((ValidationError, OcppError)):
        request(action, said, lenient=False)


ESSENTIAL = [
    ("Authorize", {}),
    ("Authorize", {"id_tag": "CARD-1"}),
    ("Authorize", {"idTag": None}),
    ("StartTransaction", without(START, "idTag")),
    ("StartTransaction", without(START, "connectorId")),
    ("StartTransaction", START | {"connectorId": "one"}),
    ("StartTransaction", START | {"connectorId": 1.5}),
    ("StopTransaction", STOP | {"transactionId": 1234.5}),
    ("StopTransaction", STOP | {"transactionId": "1234,5"}),
    ("StopTransaction", STOP | {"transactionId": ""}),
    ("StopTransaction", STOP | {"transactionId": True}),
    ("StopTransaction", STOP | {"transactionId": 2**63}),
    ("MeterValues", METER_VALUES | {"transactionId": "x"}),
    ("StatusNotification", without(STATUS, "connectorId")),
    ("StatusNotification", without(STATUS, "status")),
    ("StatusNotification", STATUS | {"status": ""}),
    ("FirmwareStatusNotification", {}),
    ("DiagnosticsStatusNotification", {}),
    ("LogStatusNotification", {"requestId": 1}),
    ("SignedFirmwareStatusNotification", {"requestId": 1}),
    ("SecurityEventNotification", {"timestamp": AT_NOON}),
    ("DataTransfer", {"data": "x"}),
    ("SignCertificate", {}),
    ("BootNotification", {"firmwareVersion": "1.2.3"}),
]


@pytest.mark.parametrize(("action", "payload"), ESSENTIAL)
@pytest.mark.parametrize("lenient", [True, False])
def test_without_what_is_essential_nothing_passes(
    action: str, payload: dict[str, Any], lenient: bool
) -> None:
    with pytest.raises((ValidationError, OcppError)):
        understood(action, payload, lenient=lenient)


def test_what_was_said_is_left_as_it_was() -> None:
    said = START | {"vendorSays": 1}
    validated(request_model("StartTransaction"), said, lenient=True, at=NOON)
    assert said == START | {"vendorSays": 1}


def test_null_is_nothing_to_the_lenient_and_a_fault_to_the_strict() -> None:
    said = START | {"reservationId": None}
    meant = understood("StartTransaction", START, lenient=False)
    assert understood("StartTransaction", said, lenient=True) == meant
    with pytest.raises(OcppError, match="null") as refused:
        understood("StartTransaction", said, lenient=False)
    assert refused.value.code == "TypeConstraintViolation"


@pytest.mark.parametrize("extra", [{"\ud800": 1}, {"\ud800": None, "more": 1}])
def test_a_member_whose_name_is_no_text_is_one_that_ocpp_does_not_know(
    extra: dict[str, Any],
) -> None:
    meant = understood("StartTransaction", START, lenient=False)
    assert understood("StartTransaction", START | extra, lenient=True) == meant
    with pytest.raises((ValidationError, OcppError)):
        understood("StartTransaction", START | extra, lenient=False)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("fault", [{}, {"timestamp": 5}, {"timestamp": AT_NOON, "colour": "red"}])
def test_a_meter_value_that_is_dropped_takes_no_other_with_it(
    fault: dict[str, Any], place: int
) -> None:
    data = [METER_VALUES["meterValue"][0], METER_VALUES["meterValue"][0]]
    data[place] = fault | {"sampledValue": []}
    said = STOP | {"transactionData": data}
    kept = understood("StopTransaction", said, lenient=True)["transactionData"]
    assert kept == understood("MeterValues", METER_VALUES, lenient=False)["meterValue"]


def test_what_had_to_be_mended_stands_beside_it_as_it_came() -> None:
    said = START | {"meterStart": 4199.5, "colour": "red", "reservationId": None}
    read = request("StartTransaction", without(said, "timestamp"), lenient=True)
    assert read.as_sent == {"meterStart": 4199.5, "colour": "red", "timestamp": None}
    assert {(one.member, one.kind) for one in read.deviations} == {
        ("meterStart", "Fraction"),
        ("colour", "UnknownMember"),
        ("reservationId", "Null"),
        ("timestamp", "NoTime"),
    }
    assert read.came("meterStart") == "as sent: 4199.5"
    assert read.came("timestamp") == "as sent: null"
    assert read.came("connectorId") is None


def test_a_message_is_what_was_said_and_nothing_that_we_put_in() -> None:
    said = without(START, "timestamp")
    assert request("StartTransaction", said, lenient=True).said == said
    right = START | {"timestamp": "2026-06-01T14:00:00+02:00"}
    assert request("StartTransaction", right, lenient=True).said == understood(
        "StartTransaction", START, lenient=False
    )


def test_nothing_stands_beside_what_is_right() -> None:
    read = request("StartTransaction", START, lenient=True)
    assert (read.as_sent, read.deviations, read.unread) == ({}, [], {})
    assert "asSent" not in read.kept
    assert (
        "asSent"
        not in request("StatusNotification", without(STATUS, "errorCode"), lenient=True).kept
    )


def test_what_was_dropped_from_a_list_is_kept_as_its_text() -> None:
    said = sampled({"value": "1"}, [0.5], "4300")  # type: ignore[arg-type]
    assert request("MeterValues", said, lenient=True).unread == {
        "meterValue.0.sampledValue.1": "[0.5]",
        "meterValue.0.sampledValue.2": "4300",
    }
