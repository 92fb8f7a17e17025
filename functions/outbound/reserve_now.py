"""ReserveNow: keep a connector for an id tag until a time (OCPP 1.6 §5.13)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.domain.guards import group_of, may_not_charge, unknown_connector
from csms.outbound.command import Command, Fill
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem, Write
from csms.store.transactions import reservations
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import IdToken, Integer, Request, Response, Timestamp


class ReserveNow(Request):
    connector_id: Integer
    expiry_date: Timestamp
    id_tag: IdToken
    parent_id_tag: IdToken | None = None
    reservation_id: Integer


class ReserveNowResponse(Response):
    status: reservations.Answer


def needs(request: ReserveNow, charge_point_id: str) -> Sequence[StateItem]:
    return [Configuration.of(charge_point_id), IdTag.of(request.id_tag)]


def leads_to(request: ReserveNow, context: CommandContext) -> Sequence[StateItem]:
    return group_of(context, request.id_tag)


def objection(request: ReserveNow, context: CommandContext) -> str | None:
    if request.expiry_date <= context.at:
        return "the expiryDate is not in the future"
    if request.connector_id == 0:
        configuration = context.find(Configuration.of(context.charge_point_id))
        zero = configuration and configuration.entry("ReserveConnectorZeroSupported")
        if zero and zero.value and zero.value.casefold() == "false":
            return "ReserveConnectorZeroSupported is false"
    return unknown_connector(context, request.connector_id) or may_not_charge(
        context, request.id_tag
    )


def remember(
    request: ReserveNow, response: ReserveNowResponse, context: CommandContext
) -> Sequence[Write]:
    reservation = Reservation.of(context.charge_point_id, request.reservation_id)
    reservation.connector_id = request.connector_id
    reservation.id_tag = request.id_tag
    reservation.parent_id_tag = request.parent_id_tag
    reservation.expiry_date = request.expiry_date
    reservation.status = response.status
    reservation.answered_at = context.at
    reservation.command_id = context.command_id
    return [reservations.answered(reservation)]


command = Command(
    ReserveNow,
    ReserveNowResponse,
    needs=needs,
    leads_to=leads_to,
    objection=objection,
    fills=(Fill(("reservationId",), reservations.NUMBERS),),
    on_response=remember,
    then="follow-reservation",
)
