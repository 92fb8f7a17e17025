import json
from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import charge_point_state
from csms.store.table import fetch
from tests.conftest import Says
from tests.stored import refused_calls_of
from tests.support import NOON

LATER = NOON + timedelta(minutes=1)


def status(connector_id: int = 1, status: str = "Available", **more: Any) -> dict[str, Any]:
    return {"connectorId": connector_id, "errorCode": "NoError", "status": status} | more


def connectors() -> dict[str, Any]:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    found: dict[str, Any] = charge_point.connectors.as_dict()
    return found


def test_what_a_connector_reports_is_kept(says: Says) -> None:
    said = status(
        2,
        "Faulted",
        errorCode="ConnectorLockFailure",
        info="stuck",
        timestamp="2026-06-01T11:59:58Z",
        vendorId="com.example",
        vendorErrorCode="E17",
    )
    assert says("StatusNotification", said) == [3, "unique-1", {}]
    assert connectors() == {
        "2": {
            "errorCode": "ConnectorLockFailure",
            "info": "stuck",
            "status": "Faulted",
            "timestamp": "2026-06-01T11:59:58.000Z",
            "vendorId": "com.example",
            "vendorErrorCode": "E17",
            "receivedAt": "2026-06-01T12:00:00.000+00:00",
        }
    }


def test_the_charge_point_itself_and_connectors_nobody_knows_are_kept_too(says: Says) -> None:
    for connector_id in (0, 1, 17, -3):
        assert says("StatusNotification", status(connector_id)) == [3, "unique-1", {}]
    assert set(connectors()) == {"0", "1", "17", "-3"}


def test_the_status_heard_last_counts_whatever_its_clock_says(says: Says) -> None:
    says("StatusNotification", status(status="Charging", timestamp="2036-01-01T00:00:00Z"))
    says("StatusNotification", status(timestamp="1970-01-01T00:00:00Z"), at=LATER)
    assert connectors()["1"]["status"] == "Available"


def test_no_charge_point_outgrows_its_item(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charge_point_state, "MOST_CONNECTORS", 3)
    for connector_id in range(3):
        says("StatusNotification", status(connector_id))
    answer = says("StatusNotification", status(3))
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]
    assert says("StatusNotification", status(0, "Faulted")) == [3, "unique-1", {}]
    assert connectors()["0"]["status"] == "Faulted"
    assert len(connectors()) == 3


def kept(said: dict[str, Any], says: Says) -> dict[str, Any]:
    """What stands of it at connector 1, `asSent` read."""
    assert says("StatusNotification", said) == [3, "unique-1", {}]
    found = dict(connectors()["1"])
    del found["receivedAt"]
    return found | ({"asSent": json.loads(found["asSent"])} if "asSent" in found else {})


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"status": "Occupied"}, {"status": "Preparing"}),
        ({"status": "available"}, {"status": "Available"}),
        ({"status": " Available "}, {"status": "Available"}),
        ({"status": "Broken"}, {"status": "Unknown"}),
        ({"status": "Avaliable"}, {"status": "Unknown"}),
        ({"status": 1}, {"status": "Unknown"}),
        ({"errorCode": "E17"}, {"errorCode": "OtherError"}),
        ({"errorCode": "noerror"}, {"errorCode": "NoError"}),
        ({"info": 51 * "x"}, {"info": 50 * "x"}),
        ({"info": 17}, {"info": "17"}),
        ({"vendorErrorCode": 51 * "x"}, {"vendorErrorCode": 50 * "x"}),
        ({"vendorId": 256 * "x"}, {"vendorId": 255 * "x"}),
        ({"timestamp": "2026-06-01 13:59+02"}, {"timestamp": "2026-06-01T11:59:00.000Z"}),
        ({"timestamp": "never"}, {"timestamp": "2026-06-01T12:00:00.000Z"}),
        ({"colour": "red"}, {}),
    ],
)
def test_what_had_to_be_mended_stands_beside_it(
    change: dict[str, Any], state: dict[str, Any], says: Says
) -> None:
    right = {"status": "Available", "errorCode": "NoError"}
    assert kept(status() | change, says) == right | state | {"asSent": change}


@pytest.mark.parametrize(
    "change", [{"errorCode": None}, {"errorCode": ""}, {"timestamp": None}, {"vendorId": None}]
)
def test_what_says_nothing_is_left_out(change: dict[str, Any], says: Says) -> None:
    found = kept(status() | change, says)
    found.pop("asSent", None)
    assert found == {"status": "Available", "errorCode": "NoError"}


def test_an_empty_info_is_one(says: Says) -> None:
    assert kept(status(info=""), says)["info"] == ""


def test_without_an_error_code_there_is_no_error(says: Says) -> None:
    said = {"connectorId": 1, "status": "Charging"}
    assert kept(said, says) == {"status": "Charging", "errorCode": "NoError"}


def test_a_connector_of_no_known_status_is_not_free(says: Says) -> None:
    says("StatusNotification", status() | {"status": "Avaliable"})
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.available_at.as_dict() == {}


@pytest.mark.parametrize("connector_id", ["1", " 1 ", 1.0])
def test_a_connector_is_known_by_its_whole_number(connector_id: Any, says: Says) -> None:
    assert kept(status() | {"connectorId": connector_id}, says)["status"] == "Available"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"connectorId": 1.5}, "TypeConstraintViolation"),
        ({"connectorId": "left"}, "TypeConstraintViolation"),
        ({"connectorId": True}, "TypeConstraintViolation"),
        ({"connectorId": None}, "OccurenceConstraintViolation"),
        ({"status": None}, "OccurenceConstraintViolation"),
        ({"status": ""}, "PropertyConstraintViolation"),
    ],
)
def test_without_a_connector_or_a_status_it_is_refused_and_kept(
    change: dict[str, Any], code: str, says: Says
) -> None:
    said = status() | change
    answer = says("StatusNotification", said)
    assert answer
    assert answer[:3] == [4, "unique-1", code]
    assert connectors() == {}
    (refused,) = refused_calls_of("CP1")
    assert (refused.payload, refused.why) == (said, answer[3])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "Occupied"}, "PropertyConstraintViolation"),
        ({"status": "available"}, "PropertyConstraintViolation"),
        ({"status": 1}, "TypeConstraintViolation"),
        ({"info": "x" * 51}, "PropertyConstraintViolation"),
        ({"connectorId": "1"}, "TypeConstraintViolation"),
    ],
)
def test_strict_refuses_what_ocpp_does_not_know(
    change: dict[str, Any], code: str, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("StatusNotification", status() | change)
    assert answer
    assert answer[:3] == [4, "unique-1", code]
    assert connectors() == {}
