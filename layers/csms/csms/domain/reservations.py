"""How a reservation ends when nobody uses or cancels it (OCPP 1.6 §5.13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from csms.store.transactions import Transaction
from csms.store.transactions.reservations import Reservation

WHOLE_CHARGE_POINT = "0"  # as a connector; what befalls it befalls all


@dataclass(frozen=True)
class End:
    status: Literal["Lost", "Expired"]
    at: datetime
    reason: str


def in_conflict(
    reservation: Reservation, transactions: Iterable[Transaction], until: datetime
) -> Transaction | None:
    """The first that somebody else began where it was kept, and while.

    It is marked and no more: the charge point refuses the wrong tag itself (§5.13).
    """
    group = {reservation.id_tag.casefold(), (reservation.parent_id_tag or "").casefold()} - {""}
    for transaction in transactions:
        parent = str(transaction.id_tag_info.get("parentIdTag", ""))
        theirs = {transaction.id_tag.casefold(), parent.casefold()}
        there = reservation.connector_id in (0, transaction.connector_id)
        began = transaction.start_received_at
        meanwhile = reservation.answered_at < began < until
        if there and meanwhile and group.isdisjoint(theirs):
            return transaction
    return None


def end_of(
    reservation: Reservation, unusable_at: Mapping[str, datetime], at: datetime
) -> End | None:
    """The end that an open reservation has come to; None while it holds.

    `unusable_at`: when each connector was last heard to be Faulted or Unavailable. A reservation
    of the whole charge point is lost with that alone: its other connectors may serve.
    """
    heard = [
        (unusable_at[connector], connector)
        for connector in {str(reservation.connector_id), WHOLE_CHARGE_POINT}
        if connector in unusable_at and unusable_at[connector] > reservation.answered_at
    ]
    if heard and min(heard)[0] < reservation.expiry_date:
        lost_at, connector = min(heard)
        return End("Lost", lost_at, f"connector {connector} was Faulted or Unavailable")
    if reservation.expiry_date <= at:
        return End("Expired", reservation.expiry_date, "nobody came before its expiryDate")
    return None
