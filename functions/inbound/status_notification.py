"""StatusNotification: a connector, or with 0 the whole charge point, changed (OCPP 1.6 §4.9)."""

from typing import Annotated, Literal

from pydantic import Field

from csms.inbound.handler import lambda_handler
from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call, Integer, Request, Response, Timestamp


class StatusNotification(Request):
    connector_id: Integer
    error_code: Literal[
        "ConnectorLockFailure",
        "EVCommunicationError",
        "GroundFailure",
        "HighTemperature",
        "InternalError",
        "LocalListConflict",
        "NoError",
        "OtherError",
        "OverCurrentFailure",
        "PowerMeterFailure",
        "PowerSwitchFailure",
        "ReaderFailure",
        "ResetFailure",
        "UnderVoltage",
        "OverVoltage",
        "WeakSignal",
    ]
    info: Annotated[str, Field(max_length=50)] | None = None
    status: Literal[
        "Available",
        "Preparing",
        "Charging",
        "SuspendedEVSE",
        "SuspendedEV",
        "Finishing",
        "Reserved",
        "Unavailable",
        "Faulted",
    ]
    timestamp: Timestamp | None = None
    vendor_id: Annotated[str, Field(max_length=255)] | None = None
    vendor_error_code: Annotated[str, Field(max_length=50)] | None = None


class StatusNotificationResponse(Response):
    pass


def status_notification(request: StatusNotification, call: Call) -> StatusNotificationResponse:
    """Kept for any connector, also one that nobody has heard of (C-35)."""
    state = request.to_wire()
    del state["connectorId"]
    charge_point_state.connector_reports(call, request.connector_id, state)
    return StatusNotificationResponse()


handler = lambda_handler(status_notification)
