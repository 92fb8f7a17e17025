"""The start of a transaction: written once, under a number that no other has."""

from collections.abc import Sequence
from datetime import datetime

from csms.store.provisioned.id_tags import IdTag
from csms.store.table import (
    Write,
    absent,
    by_receipt,
    by_time,
    in_the_way,
    perform,
    put,
    update,
)
from csms.store.transactions import reservations
from csms.store.transactions.records import OpenTransaction, Running, Transaction
from csms.store.transactions.reservations import Reservation

NUMBER, TWIN, LIMIT, RESERVATION = "number", "twin", "limit", "reservation"
"""The writes of a start that may meet something in their way; profiles are the others."""


class NumberTaken(Exception):
    """The transaction that stands under this number."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction.transaction_id)
        self.transaction = transaction


class TagMoved(Exception):
    """A limited tag has begun another transaction since it was read."""


class ReservationMoved(Exception):
    """The reservation cannot be used any more; nothing else is in the way."""


class ProfileMoved(Exception):
    """The profile that it would take up waits no more; nothing else is in the way."""


def begin(
    transaction: Transaction,
    limited: IdTag | None,
    twin: Transaction | None = None,
    reservation: Reservation | None = None,
    takes_up: Sequence[Write] = (),
) -> None:
    """Write a transaction that is new, and its marker if its tag was accepted.

    `limited`: its tag as it was read, if it has a limit; only then is the tag's item touched, so
    that a tag which a whole fleet shares is no hot item. `twin`: another number that this start
    may stand under already. `reservation`: one that it may use. `takes_up` a charging profile
    that waits for it. Raises NumberTaken, TagMoved, ReservationMoved or ProfileMoved.
    """
    transaction.by_time_pk, transaction.by_time_sk = by_time(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    transaction.by_name_pk, transaction.by_name_sk = by_receipt(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    failed = in_the_way(_writes(transaction, limited, twin, reservation, takes_up))
    if taken := failed.get(NUMBER) or failed.get(TWIN):
        raise NumberTaken(Transaction.from_raw_data(taken))
    if LIMIT in failed:
        raise TagMoved
    if RESERVATION in failed:
        raise ReservationMoved
    if failed:
        raise ProfileMoved


def _writes(
    transaction: Transaction,
    limited: IdTag | None,
    twin: Transaction | None,
    reservation: Reservation | None,
    takes_up: Sequence[Write],
) -> dict[str, Write]:
    writes = {NUMBER: put(transaction, Transaction.pk.does_not_exist())}
    if twin:
        writes[TWIN] = absent(twin)
    writes["running"] = put(Running.of(transaction))
    if transaction.id_tag_info["status"] == "Accepted":
        writes["open"] = put(OpenTransaction.of(transaction))
        if limited:
            unchanged = IdTag.starts == limited.starts
            writes[LIMIT] = update(limited, [IdTag.starts.add(1)], unchanged)
    if reservation:
        writes[RESERVATION] = reservations.used(
            reservation, transaction.transaction_id, transaction.begun_at
        )
    return writes | {f"profile {place}": write for place, write in enumerate(takes_up)}


def flag_possible_merge(transaction: Transaction, at: datetime) -> None:
    perform(update(transaction, [Transaction.possible_merge_at.set(at)]))
