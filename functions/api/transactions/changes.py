"""…/transactions/{transactionId}/close and /repair: what operators do to a transaction."""

from datetime import datetime

from api.http.conditional_changes import retried
from api.http.etags import must_match
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, bad_field
from api.http.request_context import RequestContext
from api.transactions.meter_values import last_readings
from api.transactions.resource import OF_CHARGE_POINT, TransactionId, found_transaction, shown
from api.transactions.views import ESTIMATED, Transaction
from api.transactions.wanted_changes import REPAIRED, Closing, Repair, corrected, is_closed_so
from csms.domain.transactions import estimated_end
from csms.store import transactions
from csms.store.reported import problems
from csms.store.table import Write
from csms.store.transactions import corrections
from csms.store.transactions.corrections import MOST_CORRECTIONS, Judgement, Values
from csms.wire.ocpp16 import spell_time

resource = Resource(OF_CHARGE_POINT + "/{transactionId}", "Transactions")


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
            if is_closed_so(one, body):
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
        after = corrected(before, body)
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


def _check(one: transactions.Transaction, stopped_at: datetime | None, now: datetime) -> None:
    if stopped_at is None:
        return
    if stopped_at > now:
        raise bad_field("stoppedAt", "is in the future")
    if stopped_at < one.started_at and not one.implausible_time:
        raise bad_field("stoppedAt", "is before its start")


def _path(one: transactions.Transaction) -> str:
    return f"charge-points/{one.charge_point_id}/transactions/{one.transaction_id}"
