"""By the clock: what should have ended by itself is looked at, and gone executions are replaced."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.store.paging import by_name, part, reading
from csms.store.table import when
from csms.store.transactions.reservations import WORK, Reservation
from csms.telemetry import logger
from workflows.follow_reservation import follow

GRACE = timedelta(minutes=1)  # for the execution that is about to do it
AT_ONCE = 100


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> dict[str, int]:
    """How many were looked at; whoever is left over is first the next time."""
    restarted = bool(event.get("detail", {}).get("restarted"))
    looked_at = 0
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            for reservation in open_work(datetime.now(UTC), everything=restarted):
                _follow(reservation)
                looked_at += 1
    except OutOfTime:
        logger.warning("there is more to reconcile than there is time for")
    return {"lookedAt": looked_at}


def open_work(at: datetime, *, everything: bool) -> Iterator[Reservation]:
    """What is overdue, or all that waits: after a restart of what runs the executions."""
    ranges = by_name(Reservation, WORK, until=None if everything else when(at - GRACE))
    waiting = reading(Reservation, lambda one: one.waits)
    found = part(ranges, AT_ONCE, None, waiting)
    yield from found.items
    while found.position:
        found = part(ranges, AT_ONCE, found.position, waiting)
        yield from found.items


def _follow(reservation: Reservation) -> None:
    try:
        follow(
            reservation.charge_point_id, reservation.reservation_id, datetime.now(UTC), again=True
        )
    except Exception:
        logger.exception("a reservation could not be followed", extra={"key": reservation.pk})
