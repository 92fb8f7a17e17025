"""The start of a transaction: written once, under a number that no other has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from csms.store.transactions.records import ClocklessStart, OpenTransaction, Running, Transaction
from csms.store.transactions.reservations import Reservation

NUMBER, TWIN, LIMIT = "number", "twin", "limit"
CLOCKLESS, DOUBLE, RESERVATION = "clockless", "double", "reservation"
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


class ClocklessMoved(Exception):
    """The same start without a clock has begun another transaction since it was read."""


class DoubleStopped(Exception):
    """The possible double has been stopped by its charge point, which so knew its number."""


class ProfileMoved(Exception):
    """The profile that it would take up waits no more; nothing else is in the way."""


LONGEST_REPEATED = timedelta(days=365)
"""For so long it is known what a start without a clock has begun."""


@dataclass(frozen=True)
class Clockless:
    """Such a start: `digest` whatever the boot, `began` what it has begun before, as it was read.

    `double`: that and what begins now may be one, and both are marked.
    """

    digest: str
    began: int | None
    double: bool


def begin(
    transaction: Transaction,
    limited: IdTag | None,
    twin: Transaction | None = None,
    reservation: Reservation | None = None,
    takes_up: Sequence[Write] = (),
    clockless: Clockless | None = None,
) -> None:
    """Write a transaction that is new, and its marker if its tag was accepted.

    `limited`: its tag as it was read, if it has a limit; only then is the tag's item touched, so
    that a tag which a whole fleet shares is no hot item. `twin`: another number that this start
    may stand under already. `reservation`: one that it may use. `takes_up` a charging profile
    that waits for it. Raises NumberTaken, TagMoved, ClocklessMoved, DoubleStopped,
    ReservationMoved or ProfileMoved.
    """
    transaction.by_time_pk, transaction.by_time_sk = by_time(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    transaction.by_name_pk, transaction.by_name_sk = by_receipt(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    if clockless and clockless.double and clockless.began is not None:
        transaction.possible_doubles = {clockless.began}
    writes = _begins(transaction, limited, twin)
    if clockless:
        writes |= _told_without_a_clock(transaction, clockless)
    if reservation:
        writes[RESERVATION] = reservations.used(
            reservation, transaction.transaction_id, transaction.begun_at
        )
    failed = in_the_way(
        writes | {f"profile {place}": write for place, write in enumerate(takes_up)}
    )
    if taken := failed.get(NUMBER) or failed.get(TWIN):
        raise NumberTaken(Transaction.from_raw_data(taken))
    if LIMIT in failed:
        raise TagMoved
    if CLOCKLESS in failed:
        raise ClocklessMoved
    if DOUBLE in failed:
        raise DoubleStopped
    if RESERVATION in failed:
        raise ReservationMoved
    if failed:
        raise ProfileMoved


def _begins(
    transaction: Transaction, limited: IdTag | None, twin: Transaction | None
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
    return writes


def _told_without_a_clock(transaction: Transaction, clockless: Clockless) -> dict[str, Write]:
    owner, began = transaction.charge_point_id, clockless.began
    start = ClocklessStart.of(owner, clockless.digest)
    start.transaction_id = transaction.transaction_id
    start.expires_at = transaction.start_received_at + LONGEST_REPEATED
    as_read = (
        ClocklessStart.pk.does_not_exist()
        if began is None
        else ClocklessStart.transaction_id == began
    )
    writes = {CLOCKLESS: put(start, as_read)}
    if clockless.double and began is not None:
        marks = [Transaction.possible_doubles.add({transaction.transaction_id})]
        not_stopped = Transaction.pk.exists() & Transaction.stop_digest.does_not_exist()
        writes[DOUBLE] = update(Transaction.of(owner, began), marks, not_stopped)
    return writes


def flag_possible_merge(transaction: Transaction, at: datetime) -> None:
    perform(update(transaction, [Transaction.possible_merge_at.set(at)]))
