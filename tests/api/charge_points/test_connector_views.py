"""How connectors are shown: what each reported, and what availability is set for it."""

from typing import Any

from api.charge_points.connector_views import connectors
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import charge_point_state
from csms.store.table import fetch, perform
from csms.wire.ocpp16 import Call
from tests.support import NOON

SPELLED = "2026-06-01T12:00:00.000Z"


def shown() -> list[Any]:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return [
        each.model_dump(mode="json", by_alias=True, exclude_none=True)
        for each in connectors(charge_point)
    ]


def test_one_that_nobody_has_heard_of_is_shown_where_its_availability_is_set(call: Call) -> None:
    inoperative = {"type": "Inoperative", "status": "Scheduled"}
    perform(charge_point_state.availability_is("CP1", 10, inoperative, NOON))
    charge_point_state.connector_reports(call, 2, {"status": "Available", "errorCode": "NoError"})
    assert shown() == [
        {
            "connectorId": 2,
            "status": "Available",
            "errorCode": "NoError",
            "receivedAt": SPELLED,
        },
        {"connectorId": 10, "availability": {**inoperative, "at": SPELLED}},
    ]
