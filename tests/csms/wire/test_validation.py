import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from csms.wire.errors import OcppError
from csms.wire.validation import validated
from tests.actions import AT_NOON, PAYLOADS, request_model
from tests.support import NOON

START, METER_VALUES = PAYLOADS["StartTransaction"], PAYLOADS["MeterValues"]


def sampled(*values: dict[str, Any]) -> dict[str, Any]:
    return METER_VALUES | {"meterValue": [{"timestamp": AT_NOON, "sampledValue": list(values)}]}


def understood(action: str, payload: dict[str, Any], *, lenient: bool) -> dict[str, Any]:
    said = json.loads(json.dumps(payload), parse_float=Decimal)  # as `frames.parse` reads it
    return validated(request_model(action), said, lenient=lenient, at=NOON).to_wire()


HARMLESS = [
    ("StartTransaction", START | {"vendorSays": {"x": 1}}, START),
    ("StartTransaction", START | {"a": 1, "b": 2, "id_tag": "X"}, START),
    ("StartTransaction", START | {"idTag": 17}, START | {"idTag": "17"}),
    ("StartTransaction", START | {"meterStart": 4200.0}, START),
    ("MeterValues", sampled({"value": 0.1}), sampled({"value": "0.1"})),
    ("MeterValues", sampled({"value": -5}), sampled({"value": "-5"})),
    (
        "MeterValues",
        sampled({"value": "1", "x": 1}, {"value": 2}),
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
]


@pytest.mark.parametrize(("action", "payload", "meant"), HARMLESS)
def test_harmless_faults_pass_under_the_lenient_default_alone(
    action: str, payload: dict[str, Any], meant: dict[str, Any]
) -> None:
    assert understood(action, payload, lenient=True) == understood(action, meant, lenient=False)
    with pytest.raises(ValidationError):
        understood(action, payload, lenient=False)


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("StartTransaction", START | {"idTag": True}),
        ("StartTransaction", START | {"idTag": None}),
        ("StartTransaction", START | {"idTag": 10**20}),
        ("StartTransaction", START | {"meterStart": "4200"}),
        ("StartTransaction", START | {"meterStart": 4200.5}),
        ("StartTransaction", START | {"timestamp": 1780315200}),
        ("StartTransaction", START | {"idTag": {"x": 1}, "more": 1}),
        ("MeterValues", METER_VALUES | {"meterValue": []}),
        (
            "MeterValues",
            METER_VALUES | {"meterValue": [{"timestamp": AT_NOON, "sampledValue": []}]},
        ),
        ("StatusNotification", PAYLOADS["StatusNotification"] | {"status": "charging"}),
    ],
)
@pytest.mark.parametrize("lenient", [True, False])
def test_what_has_no_harmless_meaning_never_passes(
    action: str, payload: dict[str, Any], lenient: bool
) -> None:
    with pytest.raises((ValidationError, OcppError)):
        understood(action, payload, lenient=lenient)


def test_a_member_goes_by_its_name_on_the_wire_alone() -> None:
    with pytest.raises(ValidationError):
        understood("Authorize", {"id_tag": "CARD-1"}, lenient=True)


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


@pytest.mark.parametrize("lenient", [True, False])
@pytest.mark.parametrize("extra", [{"\ud800": 1}, {"\ud800": None, "more": 1}])
def test_a_member_whose_name_is_no_text_is_a_fault(extra: dict[str, Any], lenient: bool) -> None:
    with pytest.raises((ValidationError, OcppError)):
        understood("StartTransaction", START | extra, lenient=lenient)


def test_what_is_nested_too_deep_to_be_harmless_is_a_fault() -> None:
    deep: list[Any] = []
    for _ in range(900):
        deep = [deep]
    with pytest.raises(ValidationError):
        understood("StartTransaction", START | {"colour": deep}, lenient=True)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("fault", [{}, {"timestamp": 5}, {"timestamp": AT_NOON, "colour": "red"}])
def test_a_meter_value_that_is_dropped_moves_no_other_fault(
    fault: dict[str, Any], place: int
) -> None:
    data = [METER_VALUES["meterValue"][0], METER_VALUES["meterValue"][0]]
    data[place] = fault | {"sampledValue": []}
    said = PAYLOADS["StopTransaction"] | {"transactionData": data}
    if "colour" in fault:
        assert len(understood("StopTransaction", said, lenient=True)["transactionData"]) == 1
    else:
        with pytest.raises(ValidationError):
            understood("StopTransaction", said, lenient=True)
