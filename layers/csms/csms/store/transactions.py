"""Charging transactions: begun once, ended once, however often a charge point repeats itself."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.attributes import UTCDateTimeAttribute as TimeAttribute
from pynamodb.expressions.update import Action

from csms.store import id_tags
from csms.store.attributes import DecimalAttribute, IntegerAttribute, optional
from csms.store.id_tags import IdTag
from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    Write,
    absent,
    by_time,
    delete,
    fetch,
    perform,
    put,
    query,
    transact,
    update,
)


class Transaction(StateItem, discriminator="transaction"):
    """A charging session, found by its number alone; it runs until `stopped_at` is set.

    Never deleted: a number is used once. `started_at`, `stopped_at` and `register_at` are the
    charge point's times, the `received` ones are ours; meters and `register` are Wh.
    `possible_merge_at` is when its start came again after it had been stopped by its own number:
    a repetition, or another session of a charge point that began alike.
    """

    connector_id = IntegerAttribute()
    id_tag = UnicodeAttribute()
    id_tag_info = JSONAttribute()
    reservation_id = optional(IntegerAttribute)
    started_at = TimeAttribute()
    start_received_at = TimeAttribute()
    start_digest = UnicodeAttribute()
    meter_start = IntegerAttribute()
    meter_stop = optional(IntegerAttribute)
    stopped_at = optional(TimeAttribute)
    stop_received_at = optional(TimeAttribute)
    stop_digest = optional(UnicodeAttribute)
    stop_reason = optional(UnicodeAttribute)
    stop_id_tag = optional(UnicodeAttribute)
    register = optional(DecimalAttribute)
    register_at = optional(TimeAttribute)
    energy = optional(DecimalAttribute)
    possible_merge_at = optional(TimeAttribute)
    implausible_time = optional(BooleanAttribute)

    @classmethod
    def of(cls, charge_point_id: str, number: int) -> "Transaction":
        return cls(f"CP#{charge_point_id}", f"TX#{number:010d}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def transaction_id(self) -> int:
        return int(self.sk.removeprefix("TX#"))

    def register_follows(self, at: datetime) -> bool:
        """Whether a reading of that time is news: newer than the last, and before the stop."""
        return self.stopped_at is None and (self.register_at is None or self.register_at < at)


class OpenTransaction(StateItem, discriminator="open transaction"):
    """Stands beside an id tag while a transaction that was accepted for it runs."""

    charge_point_id = UnicodeAttribute()
    transaction_id = IntegerAttribute()
    connector_id = IntegerAttribute()
    started_at = TimeAttribute()
    received_at = TimeAttribute()

    @classmethod
    def of(cls, transaction: Transaction) -> "OpenTransaction":
        return cls(
            id_tags.key(transaction.id_tag),
            f"OPEN#{transaction.charge_point_id}#{transaction.transaction_id}",
            charge_point_id=transaction.charge_point_id,
            transaction_id=transaction.transaction_id,
            connector_id=transaction.connector_id,
            started_at=transaction.started_at,
            received_at=transaction.start_received_at,
        )


class OrphanStop(StateItem, discriminator="orphan stop"):
    """A stop that ends no transaction we know: kept for an operator, never guessed onto one."""

    transaction_id = IntegerAttribute()
    stopped_at = TimeAttribute()
    meter_stop = IntegerAttribute()
    id_tag = optional(UnicodeAttribute)
    reason = UnicodeAttribute()
    why = UnicodeAttribute()
    received_at = TimeAttribute()

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")


@dataclass(frozen=True)
class Stop:
    """What ends a transaction; `digest` is what makes it this stop and no other."""

    stopped_at: datetime
    received_at: datetime
    meter_stop: int
    id_tag: str | None
    reason: str
    digest: str


class NumberTaken(Exception):
    """The transaction that stands under this number."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction.transaction_id)
        self.transaction = transaction


class TagMoved(Exception):
    """A limited tag has begun another transaction since it was read."""


def begin(transaction: Transaction, limited: IdTag | None, twin: Transaction | None = None) -> None:
    """Write a transaction that is new, and its marker if its tag was accepted.

    `limited`: its tag as it was read, if it has a limit; only then is the tag's item touched, so
    that a tag which a whole fleet shares is no hot item. `twin`: another number that this start
    may stand under already. Raises NumberTaken or TagMoved.
    """
    transaction.by_time_pk, transaction.by_time_sk = by_time(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    writes = [put(transaction, Transaction.pk.does_not_exist())]
    if twin:
        writes.append(absent(twin))
    if transaction.id_tag_info["status"] == "Accepted":
        writes.append(put(OpenTransaction.of(transaction)))
        if limited:
            unchanged = IdTag.starts == limited.starts
            writes.append(update(limited, [IdTag.starts.add(1)], unchanged))
    try:
        transact(*writes)
    except Cancelled as error:
        item = error.failed.get(0) or (error.failed.get(1) if twin else None)
        if item:
            raise NumberTaken(Transaction.from_raw_data(item)) from error
        raise TagMoved from error


def flag_possible_merge(transaction: Transaction, at: datetime) -> None:
    perform(update(transaction, [Transaction.possible_merge_at.set(at)]))


def end(transaction: Transaction, stop: Stop, *readings: Write) -> bool:
    """Stop it and keep what the meter said; False if another stop has ended it before.

    The same stop again changes nothing and is True.
    """
    if transaction.stopped_at is not None:
        return transaction.stop_digest == stop.digest
    actions: list[Action] = [
        Transaction.stopped_at.set(stop.stopped_at),
        Transaction.stop_received_at.set(stop.received_at),
        Transaction.stop_digest.set(stop.digest),
        Transaction.stop_reason.set(stop.reason),
        Transaction.meter_stop.set(stop.meter_stop),
        Transaction.register.set(Decimal(stop.meter_stop)),
        Transaction.register_at.set(stop.stopped_at),
        Transaction.energy.set(Decimal(stop.meter_stop - transaction.meter_start)),
    ]
    if stop.id_tag is not None:
        actions.append(Transaction.stop_id_tag.set(stop.id_tag))
    running = Transaction.pk.exists() & Transaction.stopped_at.does_not_exist()
    marker = delete(OpenTransaction.of(transaction))
    try:
        transact(update(transaction, actions, running), marker, *readings)
    except Cancelled as error:
        item = error.failed.get(0)
        return item is not None and Transaction.from_raw_data(item).stop_digest == stop.digest
    return True


def register_moves(transaction: Transaction, at: datetime, register: Decimal) -> Write:
    """The register follows the newest sample's time; `register` in Wh. Never after the stop."""
    newer = Transaction.stopped_at.does_not_exist() & (
        Transaction.register_at.does_not_exist() | (Transaction.register_at < at)
    )
    energy = register - transaction.meter_start
    return update(
        transaction,
        [
            Transaction.register.set(register),
            Transaction.register_at.set(at),
            Transaction.energy.set(energy),
        ],
        newer,
    )


def keep_orphan(charge_point_id: str, number: int, stop: Stop, why: str, *readings: Write) -> None:
    """Keep a stop that ends nothing; the same one again changes nothing."""
    orphan = OrphanStop(f"CP#{charge_point_id}", f"STOP#{stop.digest}")
    orphan.transaction_id = number
    orphan.stopped_at = stop.stopped_at
    orphan.meter_stop = stop.meter_stop
    orphan.id_tag = stop.id_tag
    orphan.reason = stop.reason
    orphan.why = why
    orphan.received_at = stop.received_at
    orphan.by_time_pk, orphan.by_time_sk = by_time("STOP", charge_point_id, stop.received_at)
    write = put(orphan, OrphanStop.pk.does_not_exist())
    try:
        transact(write, *readings) if readings else perform(write)
    except (Cancelled, ConditionFailed):
        return  # kept already, with its readings


def find(charge_point_id: str, number: int) -> Transaction | None:
    (found,) = fetch(Transaction.of(charge_point_id, number))
    return found


def of_charge_point(charge_point_id: str) -> list[Transaction]:
    return query(Transaction, f"CP#{charge_point_id}", "TX#")


def orphans_of(charge_point_id: str) -> list[OrphanStop]:
    return query(OrphanStop, f"CP#{charge_point_id}", "STOP#")


def running_for(id_tag: str) -> list[OpenTransaction]:
    return query(OpenTransaction, id_tags.key(id_tag), "OPEN#")
