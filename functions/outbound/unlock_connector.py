"""UnlockConnector: release a cable that is stuck; no way to stop a transaction (OCPP 1.6 §5.18)."""

from typing import Literal

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration, unknown_connector
from csms.outbound.command import Command
from csms.wire.ocpp16 import Integer, Request, Response


class UnlockConnector(Request):
    connector_id: Integer


class UnlockConnectorResponse(Response):
    status: Literal["Unlocked", "UnlockFailed", "NotSupported"]


def objection(request: UnlockConnector, context: CommandContext) -> str | None:
    if request.connector_id == 0:
        return "connector 0 is the charge point itself, which has no lock"
    return unknown_connector(context, request.connector_id)


command = Command(
    UnlockConnector, UnlockConnectorResponse, needs=needs_configuration, objection=objection
)
