"""…/transactions/{transactionId}/close and /repair: what operators do to a transaction."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from api.http.conditional_changes import retried
from api.http.etags import must_match
from api.http.models import Body, Time
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, bad_field
from api.http.request_context import RequestContext
from api.transactions.meter_values import last_readings
from api.transactions.resource import OF_CHARGE_POINT, TransactionId, found_transaction, shown
from api.transactions.views import ESTIMATED, EXAMPLE, Transaction
from csms.domain.transactions import estimated_end
from csms.store import transactions
from csms.store.reported import problems
from csms.store.table import Write
from csms.store.transactions import corrections
from csms.store.transactions.corrections import MOST_CORRECTIONS, Judgement, Values
from csms.wire.ocpp16 import StopReason, spell_time

resource = Resource(OF_CHARGE_POINT + "/{transactionId}", "Transactions")

MOST_WH = 10**15

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Meter = Annotated[int, Field(ge=-MOST_WH, le=MOST_WH, description="Wh")]

REPAIRED: dict[str, object] = EXAMPLE | {
    "meterStart": 4300,
    "energy": 15400,
    "reported": {
        "meterStart": 4200,
        "meterStop": 19700,
        "stoppedAt": "2026-06-01T13:30:00.000Z",
        "energy": 15500,
    },
    "corrections": [
        {
            "by": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
            "name": "olga@example.com",
            "at": "2026-06-02T08:00:00.000Z",
            "note": "read off the meter",
            "before": {"meterStart": 4200, "energy": 15500},
            "after": {"meterStart": 4300, "energy": 15400},
        }
    ],
}


class Closing(Body):
    """What is not given is taken from the last plausible reading, if the meter has told one."""

    stopped_at: Time | None = None
    meter_stop: Meter | None = None
    reason: StopReason = "Other"
    note: Annotated[Note, Field(description="Why: kept with the transaction.")]


class Repair(Body):
    """Energy that is not given follows from the meter, if that is."""

    meter_start: Meter | None = None
    meter_stop: Meter | None = None
    stopped_at: Time | None = None
    energy: Annotated[Decimal | None, Field(strict=False, ge=0, le=MOST_WH, max_digits=18)] = None
    note: Annotated[Note, Field(description="Why: kept with the transaction.")]


@resource.operation(
    "POST",
    "/close",
    "operator",
    shows(Transaction, ESTIMATED, "ETag"),
    problems=(409, 412),
    body={"reason": "Other", "note": "the charge point was replaced"},
)
def close_transaction(
    context: RequestContext, charge_point_id: str, transaction_id: TransactionId, body: Closing
) -> Reply:
    """End a running transaction whose stop is lost.

    This is an estimate: should the real stop still come, it takes its place, and both stay to be
    seen. A reading is plausible that is not below the start, nor below those before it. Closing
    it again, with nothing else said, changes nothing.
    """

    def attempt() -> None:
        one = found_transaction(charge_point_id, transaction_id)
        must_match(context.if_match, one.version)
        if one.stopped_at is not None:
            if _closed_so(one, body):
                return
            closed = one.stop_digest is None
            raise Problem(409, "it has been closed: repair it" if closed else "it has stopped")
        end = estimated_end(one, context.at, last_readings(one, context.at))
        stopped_at = body.stopped_at or end.at
        meter_stop = end.meter_stop if body.meter_stop is None else body.meter_stop
        _check(one, body.stopped_at, context.at)
        if meter_stop is not None and one.meter_start is not None and meter_stop < one.meter_start:
            raise bad_field("meterStop", f"the meter began at {one.meter_start} Wh")
        told: dict[str, object] = {
            "stoppedAt": spell_time(stopped_at),
            "reason": body.reason,
            "note": body.note,
        }
        if meter_stop is not None:
            told["meterStop"] = meter_stop
        corrections.close(
            one,
            stopped_at,
            meter_stop,
            body.reason,
            judgement(context, body.note),
            context.audit(_path(one), {"closed": told}),
            *(_no_doubt_any_more(one) if one.cannot_run_at else []),
        )

    retried(context, attempt)
    return shown(found_transaction(charge_point_id, transaction_id))


@resource.operation(
    "POST",
    "/repair",
    "operator",
    shows(Transaction, REPAIRED, "ETag"),
    problems=(409, 412),
    body={"meterStart": 4300, "note": "read off the meter"},
)
def repair_transaction(
    context: RequestContext, charge_point_id: str, transaction_id: TransactionId, body: Repair
) -> Reply:
    """Put right what a transaction that has stopped says.

    What the charge point reported stays beside it, as `reported`, and each correction with who
    made it and why.
    """

    def attempt() -> None:
        one = found_transaction(charge_point_id, transaction_id)
        must_match(context.if_match, one.version)
        before = Values.of(one)
        if before is None:
            raise Problem(409, "it runs: it may be closed, but there is nothing to repair yet")
        if len(one.corrections or ()) >= MOST_CORRECTIONS:
            raise Problem(409, f"it has been corrected {MOST_CORRECTIONS} times")
        after = _after(before, body)
        _check(one, body.stopped_at, context.at)
        if after == before:
            return
        details = {"before": before.spelled, "after": after.spelled, "note": body.note}
        corrections.correct(
            one,
            before,
            after,
            judgement(context, body.note),
            context.audit(_path(one), {"repaired": details}),
            *_no_problem_any_more(one, before, after),
        )

    retried(context, attempt)
    return shown(found_transaction(charge_point_id, transaction_id))


def _no_problem_any_more(
    one: transactions.Transaction, before: Values, after: Values
) -> list[Write]:
    if (before.energy or 0) >= 0 or (after.energy or 0) < 0:
        return []
    return problems.ended(
        problems.Problem.of(one.charge_point_id, problems.ENERGY_BELOW_ZERO, one.transaction_id)
    )


def _no_doubt_any_more(one: transactions.Transaction) -> list[Write]:
    number = one.transaction_id
    return problems.ended(
        problems.Problem.of(one.charge_point_id, problems.CANNOT_BE_RUNNING, number)
    )


def judgement(context: RequestContext, note: str) -> Judgement:
    return Judgement(context.caller.subject, context.caller.name, context.at, note)


def _after(before: Values, body: Repair) -> Values:
    start = before.meter_start if body.meter_start is None else body.meter_start
    stop = before.meter_stop if body.meter_stop is None else body.meter_stop
    energy = body.energy
    if energy is None:
        energy = before.energy
        if (start, stop) != (before.meter_start, before.meter_stop):
            energy = None if start is None or stop is None else Decimal(stop - start)
        if energy is not None and energy != before.energy and energy < 0:
            raise bad_field("energy", "is due where the meter ends below its start")
    return Values(start, stop, body.stopped_at or before.stopped_at, energy)


def _check(one: transactions.Transaction, stopped_at: datetime | None, now: datetime) -> None:
    if stopped_at is None:
        return
    if stopped_at > now:
        raise bad_field("stoppedAt", "is in the future")
    if stopped_at < one.started_at and not one.implausible_time:
        raise bad_field("stoppedAt", "is before its start")


def _closed_so(one: transactions.Transaction, body: Closing) -> bool:
    """Whether it was closed as is asked now, and its charge point has not said otherwise."""
    if one.estimate is None or one.stop_digest is not None:
        return False
    told = {"reason": body.reason, "note": body.note}
    if body.stopped_at is not None:
        told["stoppedAt"] = spell_time(body.stopped_at)
    if body.meter_stop is not None:
        told["meterStop"] = str(body.meter_stop)
    return all(str(one.estimate.get(name)) == value for name, value in told.items())


def _path(one: transactions.Transaction) -> str:
    return f"charge-points/{one.charge_point_id}/transactions/{one.transaction_id}"
