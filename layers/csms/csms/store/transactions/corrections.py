"""What operators do to transactions: close, correct, and end by a stop that went astray."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.store.provisioned.versions import Moved, still
from csms.store.table import Cancelled, Write, transact, update
from csms.store.table.attributes import set_or_remove
from csms.store.transactions import OrphanStop, Stop, Transaction, ends, runs_no_more
from csms.wire.ocpp16 import spell_time

MOST_CORRECTIONS = 100  # of one transaction, which is one item


@dataclass(frozen=True)
class Judgement:
    """Who decided something, when, and why."""

    by: str
    name: str | None
    at: datetime
    note: str

    @property
    def spelled(self) -> dict[str, Any]:
        said = {"by": self.by, "name": self.name, "at": spell_time(self.at), "note": self.note}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True)
class Values:
    """What can be corrected of a transaction that has stopped."""

    meter_start: int | None
    meter_stop: int | None
    stopped_at: datetime
    energy: Decimal | None

    @classmethod
    def of(cls, transaction: Transaction) -> "Values | None":
        """None while it runs."""
        if transaction.stopped_at is None:
            return None
        return cls(
            transaction.meter_start,
            transaction.meter_stop,
            transaction.stopped_at,
            transaction.energy,
        )

    @property
    def spelled(self) -> dict[str, Any]:
        return {
            "meterStart": self.meter_start,
            "meterStop": self.meter_stop,
            "stoppedAt": spell_time(self.stopped_at),
            "energy": None if self.energy is None else str(self.energy),
        }


def close(
    transaction: Transaction,
    stopped_at: datetime,
    meter_stop: int | None,
    reason: str,
    judgement: Judgement,
    *also: Write,
) -> None:
    """End one whose stop is lost, by an estimate; raises Moved, if it is not as it was read."""
    told: dict[str, Any] = {"stoppedAt": spell_time(stopped_at), "reason": reason}
    actions: list[Action] = [
        Transaction.stopped_at.set(stopped_at),
        Transaction.stop_reason.set(reason),
        Transaction.version.add(1),
    ]
    if meter_stop is not None:
        told["meterStop"] = meter_stop
        actions.append(Transaction.meter_stop.set(meter_stop))
        if transaction.meter_start is not None:
            actions.append(Transaction.energy.set(Decimal(meter_stop - transaction.meter_start)))
    actions.append(Transaction.estimate.set(told | judgement.spelled))
    running = _as_read(transaction) & Transaction.stopped_at.does_not_exist()
    _all_or_none(update(transaction, actions, running), *runs_no_more(transaction), *also)


def correct(
    transaction: Transaction, before: Values, after: Values, judgement: Judgement, *also: Write
) -> None:
    """Put values right; what its charge point reported stays beside them. Raises Moved."""
    was, is_ = before.spelled, after.spelled
    changed = [name for name in was if was[name] != is_[name]]
    entry = judgement.spelled | {
        "before": {name: was[name] for name in changed},
        "after": {name: is_[name] for name in changed},
    }
    actions: list[Action] = [
        set_or_remove(Transaction.meter_start, after.meter_start),
        set_or_remove(Transaction.meter_stop, after.meter_stop),
        Transaction.stopped_at.set(after.stopped_at),
        set_or_remove(Transaction.energy, after.energy),
        Transaction.corrections.set([*(transaction.corrections or ()), entry]),
        Transaction.version.add(1),
    ]
    unreported = set(transaction.unreported or ())
    if "meterStart" in changed and transaction.reported_meter_start is None:
        if before.meter_start is None:
            unreported.add("meterStart")
        elif "meterStart" not in unreported:
            actions.append(Transaction.reported_meter_start.set(before.meter_start))
    if transaction.stop_digest is not None:  # else it has reported no stop
        if "meterStop" in changed and transaction.reported_meter_stop is None:
            if before.meter_stop is None:
                unreported.add("meterStop")
            elif "meterStop" not in unreported:
                actions.append(Transaction.reported_meter_stop.set(before.meter_stop))
        if "stoppedAt" in changed and transaction.reported_stopped_at is None:
            actions.append(Transaction.reported_stopped_at.set(before.stopped_at))
    if unreported:
        actions.append(Transaction.unreported.set(sorted(unreported)))
    _all_or_none(update(transaction, actions, _as_read(transaction)), *also)


def assign(
    orphan: OrphanStop,
    transaction: Transaction,
    judgement: Judgement,
    *also: Write,
    forced: bool = False,
) -> None:
    """End a transaction by a stop that named none of ours; raises Moved, also if it has ended.

    `forced`: though the stop lies before its start.
    """
    stop = Stop(
        stopped_at=orphan.stopped_at,
        received_at=orphan.received_at,
        meter_stop=orphan.meter_stop,
        id_tag=orphan.id_tag,
        reason=orphan.reason,
        digest=orphan.digest,
        as_sent=orphan.as_sent or {},
    )
    mark = {"forced": True} if forced else {}
    told = Transaction.assigned_stop.set({"digest": orphan.digest} | mark | judgement.spelled)
    marks = [
        OrphanStop.assigned_to.set(transaction.transaction_id),
        OrphanStop.judgement.set(judgement.spelled),
    ]
    free = OrphanStop.pk.exists() & OrphanStop.assigned_to.does_not_exist()
    _all_or_none(*ends(transaction, stop, told), update(orphan, marks, free), *also)


def dismiss(orphan: OrphanStop, judgement: Judgement, *also: Write) -> None:
    """It stays, marked; raises Moved, if it has been judged."""
    unjudged = OrphanStop.pk.exists() & OrphanStop.judgement.does_not_exist()
    marks = [OrphanStop.judgement.set(judgement.spelled)]
    _all_or_none(update(orphan, marks, unjudged), *also)


def _as_read(transaction: Transaction) -> Condition:
    unchanged: Condition = Transaction.pk.exists() & still(Transaction.version, transaction.version)
    return unchanged


def _all_or_none(*writes: Write) -> None:
    try:
        transact(*writes)
    except Cancelled as error:
        raise Moved from error
