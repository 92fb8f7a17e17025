"""Transactions that cannot be running: seen once the charge point has its answer.

Failing to see one changes nothing else.
"""

from collections.abc import Callable
from datetime import datetime

from csms import settings
from csms.domain.transactions import (
    CannotRun,
    End,
    estimated_end,
    followed,
    free_since_a_boot,
    has_been_told,
)
from csms.ids import uuid7
from csms.store import transactions
from csms.store.provisioned import audit
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.versions import Moved
from csms.store.reported.problems import CANNOT_BE_RUNNING, Problem, again, ended
from csms.store.table import Cancelled, Write, fetch, transact
from csms.store.transactions import Transaction, corrections
from csms.store.transactions.corrections import Judgement
from csms.telemetry import logger
from csms.wire.ocpp16 import spell_time

CSMS = "csms"  # who closes, where no operator does
REASON = "Other"


def became_available(charge_point_id: str, connector_id: int, at: datetime) -> None:
    def impossible(running: list[Transaction]) -> list[Transaction]:
        (charge_point,) = fetch(ChargePoint.of(charge_point_id))
        booted_at = charge_point.booted_at if charge_point else None
        return free_since_a_boot(connector_id, booted_at, running)

    _settle(charge_point_id, impossible, CannotRun.AVAILABLE, at)


def another_began(charge_point_id: str, connector_id: int, at: datetime) -> None:
    def impossible(running: list[Transaction]) -> list[Transaction]:
        return followed(connector_id, running)

    _settle(charge_point_id, impossible, CannotRun.NEXT, at)


def _settle(
    charge_point_id: str,
    impossible: Callable[[list[Transaction]], list[Transaction]],
    why: CannotRun,
    at: datetime,
) -> None:
    try:
        running = transactions.running_on(charge_point_id)
        for one in impossible(running) if running else ():
            if settings.closes_what_cannot_run():
                _close(one, why, at)
            elif not has_been_told(one, at):
                _tell(one, why, at)
    except Exception:
        fields = {"charge_point_id": charge_point_id}
        logger.exception("transactions that cannot be running were not looked for", extra=fields)


def _tell(one: Transaction, why: CannotRun, at: datetime) -> None:
    owner, number = one.charge_point_id, one.transaction_id
    problem = again(owner, CANNOT_BE_RUNNING, at, number, told=why)
    try:
        transact(transactions.cannot_run(one, at), problem)
    except Cancelled:
        return  # it has stopped meanwhile


def _close(one: Transaction, why: CannotRun, at: datetime) -> None:
    """An estimate, as an operator's."""
    end = estimated_end(one, at)
    problem = Problem.of(one.charge_point_id, CANNOT_BE_RUNNING, one.transaction_id)
    also = [_audited(one, end, why, at), *(ended(problem) if one.cannot_run_at else [])]
    judgement = Judgement(by=CSMS, name=None, at=at, note=why)
    try:
        corrections.close(one, end.at, end.meter_stop, REASON, judgement, *also)
    except Moved:
        return  # it has stopped meanwhile


def _audited(one: Transaction, end: End, why: CannotRun, at: datetime) -> Write:
    path = f"charge-points/{one.charge_point_id}/transactions/{one.transaction_id}"
    entry = audit.entry(path, uuid7(at), at)
    entry.operation, entry.subject = "closeTransaction", CSMS
    entry.source_ip = "-"
    told: dict[str, object] = {"stoppedAt": spell_time(end.at), "reason": REASON, "note": str(why)}
    if end.meter_stop is not None:
        told["meterStop"] = end.meter_stop
    entry.details = {"closed": told}
    entry.expires_at = settings.audit_expires(at)
    return audit.added(entry)
