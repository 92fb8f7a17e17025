"""/charge-points/{chargePointId}/reservations: made by ReserveNow, let go by CancelReservation."""

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.charge_points.resource import find
from api.commands.parameters import Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
from api.http.models import Body, Page, Time, View
from api.http.operations import Reply, Resource, Since, Until, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from api.id_tags.settings import Token
from csms.store.paging import of_partition, part, taking
from csms.store.table import fetch
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Status

resource = Resource("/charge-points/{chargePointId}/reservations", "Reservations")

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "reservationId": 7,
    "connectorId": 1,
    "idTag": "04E2B1A2C35880",
    "expiryDate": "2026-06-01T13:00:00.000Z",
    "status": "Accepted",
    "answeredAt": "2026-06-01T12:00:00.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


NEW = {"connectorId": 1, "idTag": "04E2B1A2C35880", "expiryDate": "2026-06-01T13:00:00Z"}
ANSWERED = COMMAND | {
    "action": "ReserveNow",
    "payload": NEW | {"reservationId": 7},
    "response": {"status": "Accepted"},
}
SENT = {name: ANSWERED[name] for name in list(ANSWERED)[:9]} | {"status": "Sent"}
LET_GO = ANSWERED | {"action": "CancelReservation", "payload": {"reservationId": 7}}


class NewReservation(Body):
    """ReserveNow (§5.13); connector 0, or none, is any. An id that is in use is replaced."""

    connector_id: Annotated[int, Field(ge=0)] = 0
    id_tag: Token
    parent_id_tag: Token | None = None
    expiry_date: Time
    reservation_id: int | None = None


class Reservation(View):
    """`status` as answered, then how it ended: Used by a transaction, Expired, Cancelled, or Lost
    with its connector. `conflictsWith` is a transaction of somebody else that began there."""

    charge_point_id: str
    reservation_id: int
    connector_id: int
    id_tag: str
    parent_id_tag: str | None = None
    expiry_date: Time
    status: Status
    answered_at: Time
    command_id: str
    transaction_id: int | None = None
    ended_at: Time | None = None
    reason: str | None = None
    conflicts_with: int | None = None


class Reservations(Page[Reservation]):
    pass


@resource.operation(
    "POST",
    "",
    "operator",
    shows(Command, SENT, "Location", status=202, said="ReserveNow is on its way"),
    shows(Command, ANSWERED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
    body=NEW,
)
def make_reservation(
    context: RequestContext,
    charge_point_id: str,
    body: NewReservation,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Keep a connector for an id tag, by ReserveNow; the reservation is there once it is answered.

    It ends by itself at its `expiryDate`, unless it is used, cancelled or lost before.
    """
    payload = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    return send_and_wait(context, charge_point_id, "ReserveNow", payload, sending, wait)


@resource.operation(
    "DELETE",
    "/{reservationId}",
    "operator",
    shows(Command, LET_GO | SENT, "Location", status=202, said="CancelReservation is on its way"),
    shows(Command, LET_GO, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
)
def cancel_reservation(
    context: RequestContext,
    charge_point_id: str,
    reservation_id: int,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Let a reservation go, by CancelReservation; it ends when the charge point has answered."""
    payload: dict[str, object] = {"reservationId": reservation_id}
    return send_and_wait(context, charge_point_id, "CancelReservation", payload, sending, wait)


@resource.operation("GET", "", "viewer", shows(Reservations, {"items": [EXAMPLE]}), paged=True)
def list_reservations(
    context: RequestContext,
    charge_point_id: str,
    status: Annotated[Status | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> Reservations:
    """All reservations that were asked for, by id; Accepted are those that hold now.

    `from` and `to` go by when the charge point answered.
    """
    find(charge_point_id)

    def wanted(reservation: store.Reservation) -> bool:
        as_asked = status in (None, reservation.status_at(context.at))
        return as_asked and within(reservation.answered_at, since, until)

    own = of_partition(store.Reservation, f"CP#{charge_point_id}", store.Reservation.PREFIX)
    load = taking(store.Reservation, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    return Reservations(
        items=[view(one, context.at) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{reservationId}", "viewer", shows(Reservation, EXAMPLE))
def read_reservation(
    context: RequestContext, charge_point_id: str, reservation_id: int
) -> Reservation:
    """One reservation."""
    (found,) = fetch(store.Reservation.of(charge_point_id, reservation_id))
    if found is None:
        raise not_found(f"the reservation {reservation_id} of {charge_point_id}")
    return view(found, context.at)


def view(reservation: store.Reservation, at: datetime) -> Reservation:
    return Reservation(
        charge_point_id=reservation.charge_point_id,
        reservation_id=reservation.reservation_id,
        connector_id=reservation.connector_id,
        id_tag=reservation.id_tag,
        parent_id_tag=reservation.parent_id_tag,
        expiry_date=reservation.expiry_date,
        status=reservation.status_at(at),
        answered_at=reservation.answered_at,
        command_id=reservation.command_id,
        transaction_id=reservation.transaction_id,
        ended_at=reservation.ended_at,
        reason=reservation.reason,
        conflicts_with=reservation.conflicts_with,
    )
