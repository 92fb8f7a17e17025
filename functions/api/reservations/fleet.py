"""/reservations: those that hold now, of the whole fleet."""

from collections.abc import Sequence
from datetime import datetime

from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from api.reservations.resource import EXAMPLE, Reservations, view
from csms.store.paging import Load, by_name, part
from csms.store.table import Raw, read
from csms.store.transactions.reservations import WORK, Reservation

resource = Resource("/reservations", "Reservations")


@resource.operation("GET", "", "viewer", shows(Reservations, {"items": [EXAMPLE]}), paged=True)
def list_open_reservations(context: RequestContext) -> Reservations:
    """The reservations of the whole fleet that hold now, by when they expire.

    Those that have ended are on the list of their charge point.
    """
    waiting = by_name(Reservation, WORK)
    load = _holding(context.at)
    found = part(waiting, context.paging.limit, context.paging.position, load)
    return Reservations(
        items=[view(one, context.at) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


def _holding(at: datetime) -> Load[Reservation]:
    """For entries of all that waits for its time; what is no reservation is not read."""

    def load(entries: Sequence[Raw]) -> list[Reservation | None]:
        keys = [(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries]
        own = [key for key in keys if key[1].startswith(Reservation.PREFIX)]
        found = {
            (one.pk, one.sk): one
            for one in read(Reservation, own)
            if one.status_at(at) == "Accepted"
        }
        return [found.get(key) for key in keys]

    return load
