"""The stop of a transaction, which ends it once, and the register until then."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pynamodb.expressions.update import Action

from csms.store.table import Cancelled, Write, delete, transact, update
from csms.store.transactions.records import OpenTransaction, Running, Transaction


@dataclass(frozen=True)
class Stop:
    """What ends a transaction; `digest` is what makes it this stop and no other."""

    stopped_at: datetime
    received_at: datetime
    meter_stop: int
    id_tag: str | None
    reason: str
    digest: str


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
