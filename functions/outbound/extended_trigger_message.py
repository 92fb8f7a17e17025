"""ExtendedTriggerMessage: TriggerMessage with the messages of the whitepaper (§5.2)."""

from typing import Literal

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.outbound import triggers
from csms.outbound.command import Command
from csms.outbound.triggers import TriggerStatus
from csms.wire.ocpp16 import Integer, Request, Response


class ExtendedTriggerMessage(Request):
    requested_message: Literal[
        "BootNotification",
        "LogStatusNotification",
        "FirmwareStatusNotification",
        "Heartbeat",
        "MeterValues",
        "SignChargePointCertificate",
        "StatusNotification",
    ]
    connector_id: Integer | None = None


class ExtendedTriggerMessageResponse(Response):
    status: TriggerStatus


def objection(request: ExtendedTriggerMessage, context: CommandContext) -> str | None:
    if request.connector_id == 0:
        return "the connectors of this message begin at 1; without one it means all"
    return triggers.objection(request, context)


command = Command(
    ExtendedTriggerMessage,
    ExtendedTriggerMessageResponse,
    needs=needs_configuration,
    objection=objection,
    on_send=triggers.expect,
    on_response=triggers.answered,
    on_error=triggers.refused,
)
