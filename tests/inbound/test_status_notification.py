from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import charge_point_state
from csms.store.table import fetch
from tests.conftest import Says
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
def test_a_status_that_ocpp_does_not_know_is_refused(
    change: dict[str, Any], code: str, says: Says
) -> None:
    answer = says("StatusNotification", status() | change)
    assert answer
    assert answer[:3] == [4, "unique-1", code]
    assert connectors() == {}
