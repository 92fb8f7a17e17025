"""The stop of a transaction, which ends it once, and the register until then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.expressions.update import Action

from csms.store.table import Cancelled, Write, delete, transact, update
from csms.store.table.attributes import set_or_remove
from csms.store.transactions.records import OpenTransaction, Running, Transaction


@dataclass(frozen=True)
class Stop:
    """What ends a transaction; `digest` is what makes it this stop and no other."""

    stopped_at: datetime
    received_at: datetime
    meter_stop: int | None
    id_tag: str | None
    reason: str
    digest: str
    as_sent: Mapping[str, Any] = field(default_factory=dict)


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
        Transaction.version.add(1),
        *also,
    ]
    if stop.meter_stop is not None:
        actions += [
            Transaction.meter_stop.set(stop.meter_stop),
            Transaction.register.set(Decimal(stop.meter_stop)),
            Transaction.register_at.set(stop.stopped_at),
        ]
        if transaction.meter_start is not None:
            energy = Decimal(stop.meter_stop) - Transaction.meter_start
            actions.append(Transaction.energy.set(energy))
    elif transaction.estimate:  # whose reading goes with it
        actions += [
            Transaction.meter_stop.remove(),
            set_or_remove(Transaction.energy, transaction.used),
        ]
    if stop.as_sent:
        actions.append(Transaction.stop_as_sent.set(dict(stop.as_sent)))
    if stop.id_tag is not None:
        actions.append(Transaction.stop_id_tag.set(stop.id_tag))
    first = Transaction.pk.exists() & Transaction.stop_digest.does_not_exist()
    return [update(transaction, actions, first), *runs_no_more(transaction)]


def runs_no_more(transaction: Transaction) -> list[Write]:
    return [delete(OpenTransaction.of(transaction)), delete(Running.of(transaction))]


def cannot_run(transaction: Transaction, at: datetime) -> Write:
    """It was seen then that it cannot be running; has it stopped, nothing is to be said."""
    actions: list[Action] = [Transaction.cannot_run_at.set(at)]
    return update(transaction, actions, Transaction.stopped_at.does_not_exist())


def register_moves(
    transaction: Transaction, at: datetime, register: Decimal, location: str = "Outlet"
) -> Write:
    """The register follows the newest sample's time; `register` in Wh. Never after the stop.

    Once it has followed the meter at the outlet, no other meter moves it.
    """
    newer = Transaction.stopped_at.does_not_exist() & (
        Transaction.register_at.does_not_exist() | (Transaction.register_at < at)
    )
    if location == "Outlet":
        place: Action = Transaction.register_location.remove()
    else:
        place = Transaction.register_location.set(location)
        newer &= Transaction.register.does_not_exist() | (Transaction.register_location == location)
    actions: list[Action] = [
        Transaction.register.set(register),
        Transaction.register_at.set(at),
        place,
    ]
    if transaction.meter_start is not None:
        actions.append(Transaction.energy.set(register - transaction.meter_start))
    return update(transaction, actions, newer)
