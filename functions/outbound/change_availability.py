"""ChangeAvailability: take a connector into or out of service (OCPP 1.6 §5.2)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration, unknown_connector
from csms.outbound.command import Command
from csms.store.reported import charge_point_state
from csms.store.table import Write
from csms.wire.ocpp16 import Integer, Request, Response


class ChangeAvailability(Request):
    connector_id: Integer
    type: Literal["Inoperative", "Operative"]


class ChangeAvailabilityResponse(Response):
    status: Literal["Accepted", "Rejected", "Scheduled"]


def objection(request: ChangeAvailability, context: CommandContext) -> str | None:
    return unknown_connector(context, request.connector_id)


def remember(
    request: ChangeAvailability, response: ChangeAvailabilityResponse, context: CommandContext
) -> Sequence[Write]:
    """Scheduled is a yes: it follows when the transaction on the connector ends."""
    if response.status == "Rejected":
        return []
    state = {"type": request.type, "status": response.status}
    return [
        charge_point_state.availability_is(
            context.charge_point_id, request.connector_id, state, context.at
        )
    ]


command = Command(
    ChangeAvailability,
    ChangeAvailabilityResponse,
    needs=needs_configuration,
    objection=objection,
    on_response=remember,
)
