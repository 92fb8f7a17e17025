from datetime import UTC, datetime
from typing import Any

import pytest

from csms_tools.charge_point.conversation import schemas
from csms_tools.charge_point.conversation.frames import CALL, ERROR, RESULT, Frame
from csms_tools.charge_point.conversation.schemas import (
    error_code,
    errors,
    frame_violations,
    local_times,
    violations,
)
from tests.csms_tools.charge_point.profiles import wire


def test_the_schemas_know_39_actions() -> None:
    assert len(schemas.actions()) == 39


def test_a_good_payload_has_no_violations() -> None:
    assert violations(CALL, "Authorize", {"idTag": "TAG"}) == []
    assert violations(RESULT, "Heartbeat", {"currentTime": "2026-11-22T12:00:00Z"}) == []


def test_a_violation_says_where() -> None:
    profile = wire(1, "TxDefaultProfile", (0, 8.15))
    payload = {"connectorId": 1, "csChargingProfiles": profile}
    [violation] = violations(CALL, "SetChargingProfile", payload)
    assert violation.startswith(
        "csChargingProfiles.chargingSchedule.chargingSchedulePeriod.0.limit"
    )


def test_8_1_is_a_multiple_of_a_tenth() -> None:
    payload = {"connectorId": 1, "csChargingProfiles": wire(1, "TxProfile", (0, 8.1))}
    assert violations(CALL, "SetChargingProfile", payload) == []


def test_a_moment_must_be_a_moment() -> None:
    for text in ("noon", "2026-11-22 12:00", "2026-13-45T12:00:00Z"):
        [violation] = violations(RESULT, "Heartbeat", {"currentTime": text})
        assert violation.startswith("currentTime")


def test_the_security_messages_are_known_too() -> None:
    assert violations(CALL, "SignCertificate", {}) != []
    assert violations(RESULT, "SignCertificate", {"status": "Accepted"}) == []


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "OccurenceConstraintViolation"),
        ({"idTag": 5}, "TypeConstraintViolation"),
        ({"idTag": "x" * 21}, "PropertyConstraintViolation"),
        ({"idTag": "x", "more": 1}, "FormationViolation"),
    ],
)
def test_each_kind_of_violation_has_its_code(payload: dict[str, Any], code: str) -> None:
    [error] = errors(CALL, "Authorize", payload)
    assert error_code(error) == code


def test_times_that_are_not_in_utc_are_found_at_any_depth() -> None:
    payload = {"a": [{"timestamp": "2026-11-22T12:00:00+01:00"}], "b": "2026-11-22T12:00:00Z"}
    assert local_times(payload) == ["timestamp: 2026-11-22T12:00:00+01:00"]


@pytest.mark.parametrize(
    ("kind", "action", "payload", "expected"),
    [
        (CALL, "Heartbeat", {}, 0),
        (CALL, "Heartbeat", {"more": 1}, 1),
        (RESULT, "Heartbeat", {"currentTime": "2026-11-22T12:00:00Z"}, 0),
        (RESULT, "Heartbeat", {"currentTime": "2026-11-22T12:00:00+00:00"}, 1),
        (RESULT, "Heartbeat", {}, 1),
        (ERROR, "Heartbeat", ["InternalError", "", {}], 0),
        (CALL, "MakeCoffee", {"more": 1}, 0),
    ],
)
def test_a_frame_is_held_against_its_schema(
    kind: int, action: str, payload: Any, expected: int
) -> None:
    frame = Frame(datetime(2026, 11, 22, tzinfo=UTC), True, "", kind, "1", action, payload)
    assert len(frame_violations(frame)) == expected
