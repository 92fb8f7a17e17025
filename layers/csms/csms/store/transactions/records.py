"""Charging transactions: begun once, ended once, however often a charge point repeats itself."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.attributes import UTCDateTimeAttribute as TimeAttribute
from pynamodb.expressions.update import Action

from csms.store.provisioned import id_tags
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    Write,
    absent,
    by_name,
    by_receipt,
    by_time,
    delete,
    fetch,
    perform,
    put,
    query,
    transact,
    update,
    when,
)
from csms.store.table.attributes import DecimalAttribute, IntegerAttribute, optional
from csms.store.transactions import reservations
from csms.store.transactions.reservations import Reservation


class Transaction(StateItem, discriminator="transaction"):
    """A charging session, found by its number alone; it runs until `stopped_at` is set.

    Never deleted: a number is used once. `started_at`, `stopped_at` and `register_at` are the
    charge point's times, the `received` ones are ours; meters and `register` are Wh.
    `possible_merge_at` is when its start came again after it had been stopped by its own number:
    a repetition, or another session of a charge point that began alike.

    Without a `stop_digest` its charge point has not told of its stop: what stands as one is an
    operator's `estimate`. `reported_…` is what it said where operators have corrected that.
    `version` counts its stops and what operators did.
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
    estimate = optional(JSONAttribute)
    assigned_stop = optional(JSONAttribute)
    corrections = optional(JSONAttribute)
    reported_meter_start = optional(IntegerAttribute)
    reported_meter_stop = optional(IntegerAttribute)
    reported_stopped_at = optional(TimeAttribute)
    version = optional(IntegerAttribute)

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


class Running(StateItem, discriminator="running transaction"):
    """Stands beside a transaction while it runs: so those that do are found among all."""

    PREFIX = "RUNNING#"

    @classmethod
    def of(cls, transaction: Transaction) -> "Running":
        begun = when(transaction.start_received_at)
        owner = transaction.charge_point_id
        running = cls(transaction.pk, f"{cls.PREFIX}{begun}#{transaction.transaction_id}")
        running.by_name_pk, running.by_name_sk = by_name("RUNNING", f"{begun}#{owner}")
        return running


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
    assigned_to = optional(IntegerAttribute)
    judgement = optional(JSONAttribute)

    @classmethod
    def of(cls, charge_point_id: str, digest: str) -> "OrphanStop":
        return cls(f"CP#{charge_point_id}", f"STOP#{digest}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def digest(self) -> str:
        return self.sk.removeprefix("STOP#")


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


class ReservationMoved(Exception):
    """The reservation has been used or cancelled since it was read; nothing else is in the way."""


def begin(
    transaction: Transaction,
    limited: IdTag | None,
    twin: Transaction | None = None,
    reservation: Reservation | None = None,
) -> None:
    """Write a transaction that is new, and its marker if its tag was accepted.

    `limited`: its tag as it was read, if it has a limit; only then is the tag's item touched, so
    that a tag which a whole fleet shares is no hot item. `twin`: another number that this start
    may stand under already. `reservation`: an open one that it uses. Raises NumberTaken,
    TagMoved or ReservationMoved.
    """
    transaction.by_time_pk, transaction.by_time_sk = by_time(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    transaction.by_name_pk, transaction.by_name_sk = by_receipt(
        "TX", transaction.charge_point_id, transaction.start_received_at
    )
    writes = [put(transaction, Transaction.pk.does_not_exist())]
    if twin:
        writes.append(absent(twin))
    writes.append(put(Running.of(transaction)))
    if transaction.id_tag_info["status"] == "Accepted":
        writes.append(put(OpenTransaction.of(transaction)))
        if limited:
            unchanged = IdTag.starts == limited.starts
            writes.append(update(limited, [IdTag.starts.add(1)], unchanged))
    uses = [reservations.used(reservation, transaction.transaction_id)] if reservation else []
    try:
        transact(*writes, *uses)
    except Cancelled as error:
        if set(error.failed) == {len(writes)}:
            raise ReservationMoved from error
        item = error.failed.get(0) or (error.failed.get(1) if twin else None)
        if item:
            raise NumberTaken(Transaction.from_raw_data(item)) from error
        raise TagMoved from error


def flag_possible_merge(transaction: Transaction, at: datetime) -> None:
    perform(update(transaction, [Transaction.possible_merge_at.set(at)]))


def end(transaction: Transaction, stop: Stop, *readings: Write) -> bool:
    """Stop it and keep what the meter said; False if another stop has ended it before.

    The same stop again changes nothing and is True. An operator's estimate is no stop: it gives
    way to the real one.
    """
    if transaction.stop_digest is not None:
        return transaction.stop_digest == stop.digest
    try:
        transact(*ends(transaction, stop), *readings)
    except Cancelled as error:
        item = error.failed.get(0)
        return item is not None and Transaction.from_raw_data(item).stop_digest == stop.digest
    return True


def ends(transaction: Transaction, stop: Stop, *also: Action) -> list[Write]:
    """The writes of a stop; the first has the condition that none has come before."""
    actions: list[Action] = [
        Transaction.stopped_at.set(stop.stopped_at),
        Transaction.stop_received_at.set(stop.received_at),
        Transaction.stop_digest.set(stop.digest),
        Transaction.stop_reason.set(stop.reason),
        Transaction.meter_stop.set(stop.meter_stop),
        Transaction.register.set(Decimal(stop.meter_stop)),
        Transaction.register_at.set(stop.stopped_at),
        Transaction.energy.set(Decimal(stop.meter_stop) - Transaction.meter_start),
        Transaction.version.add(1),
        *also,
    ]
    if stop.id_tag is not None:
        actions.append(Transaction.stop_id_tag.set(stop.id_tag))
    first = Transaction.pk.exists() & Transaction.stop_digest.does_not_exist()
    return [update(transaction, actions, first), *runs_no_more(transaction)]


def runs_no_more(transaction: Transaction) -> list[Write]:
    return [delete(OpenTransaction.of(transaction)), delete(Running.of(transaction))]


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
    orphan = OrphanStop.of(charge_point_id, stop.digest)
    orphan.transaction_id = number
    orphan.stopped_at = stop.stopped_at
    orphan.meter_stop = stop.meter_stop
    orphan.id_tag = stop.id_tag
    orphan.reason = stop.reason
    orphan.why = why
    orphan.received_at = stop.received_at
    orphan.by_time_pk, orphan.by_time_sk = by_time("STOP", charge_point_id, stop.received_at)
    orphan.by_name_pk, orphan.by_name_sk = by_receipt("STOP", charge_point_id, stop.received_at)
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
