"""Reservations: asked for by ReserveNow, and what became of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, cast

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store import counters
from csms.store.table import StateItem, Write, fetch, put, update
from csms.store.table.attributes import IntegerAttribute, optional

Answer = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]
Status = Literal[Answer, "Cancelled", "Used", "Expired"]


class Reservation(StateItem, discriminator="reservation"):
    """One reservation; it is open while its status is Accepted and its expiry is to come.

    `status` is as the charge point answered, until it is cancelled, or used by a transaction;
    nobody writes that it has expired. Connector 0 means any.
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

    @classmethod
    def of(cls, charge_point_id: str, reservation_id: int) -> "Reservation":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{reservation_id:010d}")

    @property
    def reservation_id(self) -> int:
        return int(self.sk.removeprefix(self.PREFIX))

    @property
    def waits(self) -> bool:
        """Whether nothing has ended it but perhaps its expiry."""
        return self.status == "Accepted"

    def status_at(self, at: datetime) -> Status:
        if self.waits and self.expiry_date <= at:
            return "Expired"
        return cast(Status, self.status)


WAITS = Reservation.status == "Accepted"


def answered(reservation: Reservation) -> Write:
    """Its answer is known; the same id takes the place of an older one (§5.13).

    One that was not made leaves an open one of its id as it is.
    """
    if reservation.waits:
        return put(reservation)
    over = Reservation.expiry_date <= reservation.answered_at
    return put(reservation, Reservation.pk.does_not_exist() | ~WAITS | over)


def cancelled(charge_point_id: str, reservation_id: int) -> Write:
    stub = Reservation.of(charge_point_id, reservation_id)
    return update(stub, [Reservation.status.set("Cancelled")], WAITS)


def used(reservation: Reservation, transaction_id: int) -> Write:
    """It ends with the start that names it, also after its expiry: a start may be told late."""
    actions = [
        Reservation.status.set("Used"),
        Reservation.transaction_id.set(transaction_id),
    ]
    return update(reservation, actions, WAITS)


def free_number(charge_point_id: str) -> int:
    def in_use(numbers: Collection[int]) -> Collection[int]:
        found = fetch(*(Reservation.of(charge_point_id, number) for number in numbers))
        return {item.reservation_id for item in found if isinstance(item, Reservation)}

    return counters.free(charge_point_id, "reservation_id", in_use)
