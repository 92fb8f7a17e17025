"""/orphans and /charge-points/{chargePointId}/orphans: stops that end no transaction we know."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.conditional_changes import retried
from api.http.models import Body
from api.http.operations import Reply, Resource, Since, Until, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.transactions.changes import judgement
from api.transactions.orphan_views import (
    CANDIDATE,
    EXAMPLE,
    JUDGED,
    Orphan,
    Orphans,
    Status,
    status_of,
    view,
)
from api.transactions.resource import found_transaction
from api.transactions.wanted_changes import Note
from csms.store.paging import by_receipt, by_time, part, reading
from csms.store.table import fetch
from csms.store.transactions import OrphanStop, corrections, running_on
from csms.wire.ocpp16 import spell_time

resource = Resource("", "Orphan stops")

ONE = "/charge-points/{chargePointId}/orphans/{digest}"

Wanted = Annotated[Status | None, Query()]
Digest = Annotated[str, Path(max_length=64)]


class Assignment(Body):
    transaction_id: Annotated[int, Field(ge=0, le=2**31 - 1)]
    note: Note
    force: Annotated[
        bool, Field(description="Though it lies before the transaction's start; it is marked so.")
    ] = False


class Dismissal(Body):
    note: Note


@resource.operation("GET", "/orphans", "viewer", shows(Orphans, {"items": [EXAMPLE]}), paged=True)
def list_orphans(
    context: RequestContext, since: Since = None, until: Until = None, status: Wanted = None
) -> Orphans:
    """The orphan stops of the whole fleet, the newest first by when they were received."""
    all_ = by_time(OrphanStop, "STOP", context.at, since, until)
    load = reading(OrphanStop, lambda stop: status in (None, status_of(stop)))
    found = part(all_, context.paging.limit, context.paging.position, load)
    return Orphans(
        items=[view(stop) for stop in found.items], cursor=context.paging.cursor(found.position)
    )


@resource.operation(
    "GET",
    "/charge-points/{chargePointId}/orphans",
    "viewer",
    shows(Orphans, {"items": [EXAMPLE | {"candidates": [CANDIDATE]}]}),
    paged=True,
)
def list_charge_point_orphans(
    context: RequestContext,
    charge_point_id: str,
    since: Since = None,
    until: Until = None,
    status: Wanted = None,
) -> Orphans:
    """The orphan stops of a charge point, the newest first, with what each may have meant.

    Candidates are the transactions that run, began before the stop, and not above its meter.
    """
    own = by_receipt(OrphanStop, (f"STOP#{charge_point_id}",), since, until)
    load = reading(OrphanStop, lambda stop: status in (None, status_of(stop)))
    found = part(own, context.paging.limit, context.paging.position, load)
    must_be_known(charge_point_id, context, found)
    running = running_on(charge_point_id) if found.items else []
    return Orphans(
        items=[view(stop, running) for stop in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", ONE, "viewer", shows(Orphan, EXAMPLE | {"candidates": [CANDIDATE]}))
def read_orphan(context: RequestContext, charge_point_id: str, digest: Digest) -> Orphan:
    """One orphan stop, with what it may have meant."""
    return view(_found(charge_point_id, digest), running_on(charge_point_id))


@resource.operation(
    "POST",
    ONE + "/assign",
    "operator",
    shows(Orphan, EXAMPLE | {"status": "assigned", "assignedTo": 1234567890, "judgement": JUDGED}),
    problems=(409,),
    body={"transactionId": 1234567890, "note": "the only one that ran"},
)
def assign_orphan(
    context: RequestContext, charge_point_id: str, digest: Digest, body: Assignment
) -> Reply:
    """End a transaction of the same charge point by this stop.

    It takes the place of an operator's estimate, but not of a stop that the charge point has told
    of. A stop that was dismissed may be assigned, too; one that lies before the start if it is
    forced.
    """

    def attempt() -> None:
        stop = _found(charge_point_id, digest)
        if stop.assigned_to is not None:
            raise Problem(409, f"it has ended the transaction {stop.assigned_to}")
        one = found_transaction(charge_point_id, body.transaction_id)
        if one.stop_digest is not None:
            raise Problem(409, f"the transaction {body.transaction_id} has stopped")
        too_early = stop.stopped_at < one.started_at and not one.implausible_time
        if too_early and not body.force:
            began = f"the transaction {body.transaction_id} began at {spell_time(one.started_at)}"
            said = f"{began}, and the stop is of {spell_time(stop.stopped_at)}"
            raise Problem(409, f"{said} (force: true assigns it all the same)")
        resource = f"charge-points/{charge_point_id}/transactions/{body.transaction_id}"
        details = {"orphan": digest, "note": body.note} | ({"forced": True} if too_early else {})
        audit = context.audit(resource, {"assigned": details})
        judged = judgement(context, body.note)
        corrections.assign(stop, one, judged, audit, forced=too_early)

    retried(context, attempt)
    return Reply(view(_found(charge_point_id, digest)))


@resource.operation(
    "POST",
    ONE + "/dismiss",
    "operator",
    shows(Orphan, EXAMPLE | {"status": "dismissed", "judgement": JUDGED}),
    problems=(409,),
    body={"note": "a test of the workshop"},
)
def dismiss_orphan(
    context: RequestContext, charge_point_id: str, digest: Digest, body: Dismissal
) -> Reply:
    """Say that a stop ends nothing; it is kept, and marked."""

    def attempt() -> None:
        stop = _found(charge_point_id, digest)
        if stop.judgement is not None:
            raise Problem(409, f"it has been {status_of(stop)}")
        resource = f"charge-points/{charge_point_id}/orphans/{digest}"
        audit = context.audit(resource, {"dismissed": {"note": body.note}})
        corrections.dismiss(stop, judgement(context, body.note), audit)

    retried(context, attempt)
    return Reply(view(_found(charge_point_id, digest)))


def _found(charge_point_id: str, digest: str) -> OrphanStop:
    (stop,) = fetch(OrphanStop.of(charge_point_id, digest))
    if stop is None:
        raise not_found(f"the orphan stop {digest} of {charge_point_id}")
    return stop
