"""A reservation from its answer to its end: judged by its row, whoever comes to look."""

import os
from datetime import datetime, timedelta

from csms import step_functions
from csms.digests import digest
from csms.domain.reservations import end_of, in_conflict
from csms.store import commands, workflow_ends
from csms.store.provisioned.charge_points import ChargePoint, received
from csms.store.table import Cancelled, ConditionFailed, Write, fetch, perform, query, transact
from csms.store.transactions import begun_between
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Reservation
from csms.telemetry import logger

LONGEST = timedelta(days=364)
"""An execution ends after a year; what ends later has none, and is the reconciler's."""


def look_at(charge_point_id: str, reservation_id: int, at: datetime) -> Reservation | None:
    """The reservation as it is by then; if its end has come, that is written down.

    Whoever else ended it has written why, but not for the audit trail: that is done here.
    """
    reservation, charge_point = fetch(
        Reservation.of(charge_point_id, reservation_id), ChargePoint.of(charge_point_id)
    )
    if reservation is None:
        return None
    if reservation.waits:
        heard = charge_point.unusable_at.as_dict() if charge_point else {}
        unusable_at = {connector: received(text) for connector, text in heard.items()}
        end = end_of(reservation, unusable_at, at)
        if end is None:
            return reservation
        others = begun_between(charge_point_id, reservation.answered_at, end.at)
        conflict = in_conflict(reservation, others, end.at)
        reservation.conflicts_with = conflict.transaction_id if conflict else None
        reservation.status, reservation.reason = end.status, end.reason
        reservation.ended_at = end.at
        ended = store.ended(reservation, end.status, end.at, end.reason, reservation.conflicts_with)
        try:
            transact(ended, _recorded(reservation))
        except Cancelled:
            return look_at(charge_point_id, reservation_id, at)  # used or cancelled meanwhile
    elif reservation.ended_at:
        perform(_recorded(reservation))
    return reservation


def follow_command(charge_point_id: str, command_id: str, at: datetime) -> None:
    """What ReserveNow or CancelReservation has come to."""
    record = commands.find(charge_point_id, command_id)
    if record and isinstance(number := record.payload.get("reservationId"), int):
        follow(charge_point_id, number, at)


def follow(charge_point_id: str, reservation_id: int, at: datetime, *, again: bool = False) -> None:
    """See to it that somebody looks when its time is over.

    `again`: its execution may be gone, with its name; then another attempt is made.
    """
    reservation = look_at(charge_point_id, reservation_id, at)
    if reservation is None or not reservation.waits or reservation.expiry_date - at > LONGEST:
        return
    started = step_functions.start(
        os.environ["RESERVATION_MACHINE"], execution_name(reservation), told(reservation)
    )
    if started == "NoRoom":
        logger.warning("a reservation has no execution, for too many run: it is ended late")
    if started == "HasEnded" and again:
        try:
            perform(store.tried_again(reservation))
        except ConditionFailed:
            return
        follow(charge_point_id, reservation_id, at, again=True)


def follow_lost(charge_point_id: str, at: datetime) -> None:
    """A connector became Faulted or Unavailable: what was reserved may be lost."""
    for reservation in query(Reservation, f"CP#{charge_point_id}", Reservation.PREFIX):
        if reservation.waits:
            look_at(charge_point_id, reservation.reservation_id, at)


def execution_name(reservation: Reservation) -> str:
    """At most 80 characters; the same for the same attempt at the same reservation."""
    return digest(
        "reservation",
        reservation.charge_point_id,
        str(reservation.reservation_id),
        reservation.command_id,
        str(reservation.attempt or 1),
    )


def told(reservation: Reservation) -> dict[str, object]:
    """The input of its execution, which is the same whenever it is started."""
    return {
        "chargePointId": reservation.charge_point_id,
        "reservationId": reservation.reservation_id,
        "commandId": reservation.command_id,
        "attempt": reservation.attempt or 1,
        "expiryDate": whole_second(reservation.expiry_date),
    }


def whole_second(at: datetime) -> str:
    """As a Wait state takes it; a started second is over when it ends."""
    late = at + timedelta(microseconds=999_999)
    return late.strftime("%Y-%m-%dT%H:%M:%SZ")


def _recorded(reservation: Reservation) -> Write:
    assert reservation.ended_at
    resource = f"charge-points/{reservation.charge_point_id}/reservations"
    details: dict[str, object] = {
        "status": reservation.status,
        "at": reservation.ended_at.isoformat(timespec="milliseconds"),
        "reason": reservation.reason,
    }
    if reservation.conflicts_with:
        details["conflictsWith"] = reservation.conflicts_with
    return workflow_ends.recorded(
        f"{resource}/{reservation.reservation_id}",
        reservation.command_id,
        reservation.ended_at,
        details,
    )
