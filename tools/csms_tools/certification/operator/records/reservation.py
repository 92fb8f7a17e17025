"""What a CSMS has recorded of reservations."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """`LOST`: the charge point knows it no more."""

    OPEN = "open"
    NOT_MADE = "not made"
    USED = "used"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LOST = "lost"


@dataclass(frozen=True)
class Reservation:
    """`transaction_id`: of the transaction that has used it."""

    state: State
    connector_id: int
    id_tag: str
    parent_id_tag: str | None = None
    transaction_id: int | None = None


class ReservationRecords(Protocol):
    async def reservation(
        self, charge_point_id: str, reservation_id: int
    ) -> Reservation | None: ...
