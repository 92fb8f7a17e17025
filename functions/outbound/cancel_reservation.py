"""CancelReservation: let go what ReserveNow has reserved (OCPP 1.6 §5.1)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.table import StateItem, Write
from csms.store.transactions import reservations
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import AcceptedOrRejected, Integer, Request, Response


class CancelReservation(Request):
    reservation_id: Integer


class CancelReservationResponse(Response):
    status: AcceptedOrRejected


def needs(request: CancelReservation, charge_point_id: str) -> Sequence[StateItem]:
    return [Reservation.of(charge_point_id, request.reservation_id)]


def objection(request: CancelReservation, context: CommandContext) -> str | None:
    number = request.reservation_id
    reservation = context.find(Reservation.of(context.charge_point_id, number))
    if reservation is None:
        return f"there is no reservation {number}"
    status = reservation.status_at(context.at)
    return None if status == "Accepted" else f"reservation {number} is not open: {status}"


def remember(
    request: CancelReservation, response: CancelReservationResponse, context: CommandContext
) -> Sequence[Write]:
    end = reservations.lost if response.status == "Rejected" else reservations.cancelled
    return [end(context.charge_point_id, request.reservation_id, context.at)]


command = Command(
    CancelReservation,
    CancelReservationResponse,
    needs=needs,
    objection=objection,
    on_response=remember,
    then="follow-reservation",
)
