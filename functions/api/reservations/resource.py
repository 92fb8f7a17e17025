"""/charge-points/{chargePointId}/reservations: what was asked for by ReserveNow."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.http.models import Page, Time, View
from api.http.operations import Resource, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from csms.store.paging import of_partition, part, taking
from csms.store.table import fetch
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Status

resource = Resource("/charge-points/{chargePointId}/reservations", "Reservations")

EXAMPLE: dict[str, object] = {
    "reservationId": 7,
    "connectorId": 1,
    "idTag": "04E2B1A2C35880",
    "expiryDate": "2026-06-01T13:00:00.000Z",
    "status": "Accepted",
    "answeredAt": "2026-06-01T12:00:00.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


class Reservation(View):
    """`status` as answered, then how it ended: Used by a transaction, Expired, Cancelled, or Lost
    with its connector. `conflictsWith` is a transaction of somebody else that began there."""

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


@resource.operation("GET", "", "viewer", shows(Reservations, {"items": [EXAMPLE]}), paged=True)
def list_reservations(
    context: RequestContext,
    charge_point_id: str,
    status: Annotated[Status | None, Query()] = None,
) -> Reservations:
    """All reservations that were asked for, by id; Accepted are those that hold now."""
    find(charge_point_id)

    def wanted(reservation: store.Reservation) -> bool:
        return status in (None, reservation.status_at(context.at))

    own = of_partition(store.Reservation, f"CP#{charge_point_id}", store.Reservation.PREFIX)
    load = taking(store.Reservation, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    return Reservations(
        items=[_view(one, context) for one in found.items],
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
    return _view(found, context)


def _view(reservation: store.Reservation, context: RequestContext) -> Reservation:
    return Reservation(
        reservation_id=reservation.reservation_id,
        connector_id=reservation.connector_id,
        id_tag=reservation.id_tag,
        parent_id_tag=reservation.parent_id_tag,
        expiry_date=reservation.expiry_date,
        status=reservation.status_at(context.at),
        answered_at=reservation.answered_at,
        command_id=reservation.command_id,
        transaction_id=reservation.transaction_id,
        ended_at=reservation.ended_at,
        reason=reservation.reason,
        conflicts_with=reservation.conflicts_with,
    )
