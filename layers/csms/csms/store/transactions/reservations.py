"""Reservations: asked for by ReserveNow, and what became of them."""

from datetime import datetime
from typing import Literal, cast

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.store.counters import Numbers
from csms.store.table import StateItem, Write, by_name, put, update, when
from csms.store.table.attributes import IntegerAttribute, optional

Answer = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]
Status = Literal[Answer, "Cancelled", "Used", "Expired", "Lost"]


class Reservation(StateItem, discriminator="reservation"):
    """One reservation; it is open while its status is Accepted and its expiry is to come.

    `status` is as the charge point answered, and then how it ended, `reason` why and `ended_at`
    when. `attempt` counts the executions that wait for its expiry; `conflicts_with` is a
    transaction of somebody else that began there meanwhile. Connector 0 means any.
    """

    PREFIX = "RESERVATION#"

    connector_id = IntegerAttribute()
    id_tag = UnicodeAttribute()
    parent_id_tag = optional(UnicodeAttribute)
    expiry_date = UTCDateTimeAttribute()
    status = UnicodeAttribute()
    answered_at = UTCDateTimeAttribute()
    command_id = UnicodeAttribute()
    transaction_id = optional(IntegerAttribute)
    attempt = optional(IntegerAttribute)
    ended_at = optional(UTCDateTimeAttribute)
    reason = optional(UnicodeAttribute)
    conflicts_with = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str, reservation_id: int) -> "Reservation":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{reservation_id:010d}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def reservation_id(self) -> int:
        return int(self.sk.removeprefix(self.PREFIX))

    @property
    def waits(self) -> bool:
        """Whether nothing has ended it but perhaps its expiry."""
        return self.status == "Accepted"

    @property
    def may_be_used(self) -> bool:
        """By a start that may have been before its end; `used` has the last word."""
        return self.waits or self.status in ("Expired", "Lost")

    def status_at(self, at: datetime) -> Status:
        if self.waits and self.expiry_date <= at:
            return "Expired"
        return cast(Status, self.status)


WAITS = Reservation.status == "Accepted"
WORK = "WORK"  # the list of what waits for its time, by that


def answered(reservation: Reservation) -> Write:
    """Its answer is known; the same id takes the place of an older one (§5.13).

    One that was not made leaves an open one of its id as it is.
    """
    if reservation.waits:
        due = f"{when(reservation.expiry_date)}#{reservation.charge_point_id}#{reservation.sk}"
        reservation.by_name_pk, reservation.by_name_sk = by_name(WORK, due)
        reservation.attempt = 1
        return put(reservation)
    over = Reservation.expiry_date <= reservation.answered_at
    return put(reservation, Reservation.pk.does_not_exist() | ~WAITS | over)


def ended(
    reservation: Reservation,
    status: Status,
    at: datetime,
    reason: str,
    conflicts_with: int | None = None,
) -> Write:
    """It waits no more; only if it does, and has not been replaced by another of its id."""
    same = Reservation.command_id == reservation.command_id
    also = [Reservation.conflicts_with.set(conflicts_with)] if conflicts_with else []
    return _ended(reservation, status, at, reason, WAITS & same, *also)


def cancelled(charge_point_id: str, reservation_id: int, at: datetime) -> Write:
    stub = Reservation.of(charge_point_id, reservation_id)
    return _ended(stub, "Cancelled", at, "CancelReservation was Accepted", WAITS)


def lost(charge_point_id: str, reservation_id: int, at: datetime) -> Write:
    """The charge point knows it no more: it has rejected to cancel it (certification case 052)."""
    stub = Reservation.of(charge_point_id, reservation_id)
    return _ended(stub, "Lost", at, "CancelReservation was Rejected", WAITS)


def used(reservation: Reservation, transaction_id: int, started_at: datetime) -> Write:
    """It ends with the start that names it, by its own time; a start may be told late.

    So one that has expired, or was lost, after that has been used before.
    """
    early = Reservation.ended_at > started_at
    ended_since = Reservation.status.is_in("Expired", "Lost") & early
    return _ended(
        reservation,
        "Used",
        started_at,
        f"transaction {transaction_id} names it",
        WAITS | ended_since,
        Reservation.transaction_id.set(transaction_id),
    )


def tried_again(reservation: Reservation) -> Write:
    """Another execution is to wait for its expiry: the one that did has ended too early."""
    attempt = Reservation.attempt == reservation.attempt
    return update(reservation, [Reservation.attempt.add(1)], WAITS & attempt)


def _ended(
    reservation: Reservation,
    status: Status,
    at: datetime,
    reason: str,
    condition: Condition,
    *also: Action,
) -> Write:
    actions = [
        Reservation.status.set(status),
        Reservation.ended_at.set(at),
        Reservation.reason.set(reason),
        Reservation.by_name_pk.remove(),
        Reservation.by_name_sk.remove(),
        *also,
    ]
    return update(reservation, actions, condition)


NUMBERS = Numbers("reservation_id", Reservation.of)
