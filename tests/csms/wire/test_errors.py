from typing import Any

import pytest
from pydantic import ValidationError

from csms.wire.errors import (
    NotImplementedByUs,
    NotSupportedByUs,
    OcppError,
    Refused,
    ocpp_error,
    violation,
)
from csms.wire.ocpp16 import Request
from tests.actions import AT_NOON, PAYLOADS, request_model


def fault(action: str, **changes: Any) -> OcppError:
    model: type[Request] = request_model(action)
    payload = {
        name: value for name, value in (PAYLOADS[action] | changes).items() if value is not ...
    }
    with pytest.raises(ValidationError) as error:
        model.model_validate(payload, by_alias=True, by_name=False)
    return violation(error.value)


@pytest.mark.parametrize(
    ("action", "changes", "code"),
    [
        ("Authorize", {"idTag": ...}, "OccurenceConstraintViolation"),
        ("Authorize", {"id_tag": "CARD-1", "idTag": ...}, "OccurenceConstraintViolation"),
        ("MeterValues", {"meterValue": []}, "OccurenceConstraintViolation"),
        ("Authorize", {"idTag": 17}, "TypeConstraintViolation"),
        ("Authorize", {"idTag": None}, "TypeConstraintViolation"),
        ("Authorize", {"idTag": ["CARD-1"]}, "TypeConstraintViolation"),
        ("StartTransaction", {"meterStart": "4200"}, "TypeConstraintViolation"),
        ("StartTransaction", {"meterStart": 42.5}, "TypeConstraintViolation"),
        ("StartTransaction", {"meterStart": True}, "TypeConstraintViolation"),
        ("StartTransaction", {"timestamp": 1780315200}, "TypeConstraintViolation"),
        ("StartTransaction", {"timestamp": "1780315200"}, "TypeConstraintViolation"),
        ("StartTransaction", {"timestamp": "yesterday"}, "TypeConstraintViolation"),
        ("StatusNotification", {"status": 1}, "TypeConstraintViolation"),
        ("MeterValues", {"meterValue": {}}, "TypeConstraintViolation"),
        ("MeterValues", {"meterValue": ["4300"]}, "TypeConstraintViolation"),
        ("Authorize", {"idTag": "x" * 21}, "PropertyConstraintViolation"),
        ("StatusNotification", {"status": "Occupied"}, "PropertyConstraintViolation"),
        ("StartTransaction", {"meterStart": 10**40}, "PropertyConstraintViolation"),
        (
            "StartTransaction",
            {"timestamp": "0001-01-01T00:00:00+05:00"},
            "PropertyConstraintViolation",
        ),
        ("Authorize", {"vendorSays": "hello"}, "FormationViolation"),
        ("Authorize", {"idTag": "\ud800"}, "FormationViolation"),
    ],
)
def test_a_fault_in_a_payload_has_its_code_in_the_spelling_of_1_6(
    action: str, changes: dict[str, Any], code: str
) -> None:
    assert fault(action, **changes).code == code


def test_the_description_says_where_and_not_what() -> None:
    error = fault(
        "MeterValues", meterValue=[{"timestamp": AT_NOON, "sampledValue": [{"value": []}]}]
    )
    assert error.description.startswith("meterValue.0.sampledValue.0.value: ")
    assert "secret" not in fault("Authorize", idTag=["secret"]).description


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (NotImplementedByUs("SetOutlet"), "NotImplemented"),
        (NotSupportedByUs("Reset"), "NotSupported"),
        (Refused("pending"), "SecurityError"),
        (KeyError("ours"), "InternalError"),
        (ConnectionError("10.0.0.1"), "InternalError"),
    ],
)
def test_a_failure_has_its_code(failure: Exception, code: str) -> None:
    assert ocpp_error(failure).code == code


def test_of_our_own_failures_nothing_is_told() -> None:
    assert "10.0.0.1" not in ocpp_error(ConnectionError("10.0.0.1")).description
