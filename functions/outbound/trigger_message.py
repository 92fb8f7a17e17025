"""TriggerMessage: ask the charge point to say something now (OCPP 1.6 §5.17)."""

from typing import Literal

from csms.domain.guards import needs_configuration
from csms.outbound import triggers
from csms.outbound.command import Command
from csms.outbound.triggers import TriggerStatus
from csms.wire.ocpp16 import Integer, Request, Response


class TriggerMessage(Request):
    requested_message: Literal[
        "BootNotification",
        "DiagnosticsStatusNotification",
        "FirmwareStatusNotification",
        "Heartbeat",
        "MeterValues",
        "StatusNotification",
    ]
    connector_id: Integer | None = None


class TriggerMessageResponse(Response):
    status: TriggerStatus


command = Command(
    TriggerMessage,
    TriggerMessageResponse,
    needs=needs_configuration,
    objection=triggers.objection,
    on_send=triggers.expect,
    on_response=triggers.answered,
    on_error=triggers.refused,
)
