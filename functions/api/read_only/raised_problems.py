"""/problems: what charge points do that an operator should look into, and what helps."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Page, Time, View
from api.http.operations import NOTHING, Resource, Since, Until, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from csms.domain import problems as judging
from csms.domain.liveness import heartbeat_interval, silent_since
from csms.domain.transactions import held_back
from csms.store.paging import Load, Part, by_name, of_partition, part, reading, taking
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.reported.connections import Connection
from csms.store.reported.problems import FRAME_TOO_LARGE, REMEDIES, SILENT
from csms.store.reported.problems import Problem as Stored
from csms.store.table import Cancelled, Raw, StateItem, delete, fetch, transact
from csms.store.transactions import Transaction, running_on

resource = Resource("", "Problems")

OF_CHARGE_POINT = "/charge-points/{chargePointId}/problems"

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "problem": "FrameTooLarge",
    "times": 12,
    "firstAt": "2026-06-01T11:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "remedy": "shorten StopTxnSampledData and StopTxnAlignedData",
    "heldBack": [1234567890],
}
OF_A_TRANSACTION: dict[str, object] = {
    "chargePointId": "CP2",
    "problem": "EnergyBelowZero",
    "times": 1,
    "firstAt": "2026-06-01T12:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "remedy": REMEDIES["EnergyBelowZero"],
    "transactionId": 1234567890,
}

ITEMS = {"items": [EXAMPLE, OF_A_TRANSACTION]}


class RaisedProblem(View):
    charge_point_id: str
    problem: Annotated[str, Field(description=", ".join(REMEDIES) + ".")]
    times: int
    first_at: Time
    last_at: Time
    remedy: str
    seconds: Annotated[
        int | None, Field(description="Without traffic, after which its connection ends.")
    ] = None
    transaction_id: int | None = None
    held_back: Annotated[
        list[int] | None, Field(description="Running transactions whose stop it may hold back.")
    ] = None


class RaisedProblems(Page[RaisedProblem]):
    pass


@resource.operation("GET", "/problems", "viewer", shows(RaisedProblems, ITEMS), paged=True)
def list_problems(
    context: RequestContext, since: Since = None, until: Until = None
) -> RaisedProblems:
    """The problems of the whole fleet, by charge point.

    What has ended is none any more, nor is what holds nothing back, or has not come for two weeks.
    That a charge point is connected and says nothing is seen in its own list, and here once its
    connection has ended. `from` and `to` go by when one came last.
    """
    load = _judging(reading(Stored, _counting(since, until)), context)
    found = part(by_name(Stored, "PROBLEM"), context.paging.limit, context.paging.position, load)
    return RaisedProblems(items=found.items, cursor=context.paging.cursor(found.position))


@resource.operation("GET", OF_CHARGE_POINT, "viewer", shows(RaisedProblems, ITEMS), paged=True)
def list_charge_point_problems(
    context: RequestContext, charge_point_id: str, since: Since = None, until: Until = None
) -> RaisedProblems:
    """The problems of a charge point.

    One that is connected and has been silent for more than two heartbeat intervals is judged when
    this is asked: there is nothing to clear. `from` and `to` go by when one came last.
    """
    own = of_partition(Stored, f"CP#{charge_point_id}", "PROBLEM#")
    limit, position = context.paging.limit, context.paging.position
    silent = _silent(charge_point_id, context) if position is None else []
    shown = [one for one in silent if within(one.last_at, since, until)]
    load = _judging(taking(Stored, _counting(since, until)), context)
    if room := limit - len(shown):
        found = part(own, room, position, load)
    else:
        found = Part([], {"in": [own[0].label]})  # the next part begins the list
    items = shown + [one for one in found.items if not silent or one.problem != SILENT]
    must_be_known(charge_point_id, context, Part(items, found.position))
    return RaisedProblems(items=items, cursor=context.paging.cursor(found.position))


@resource.operation("DELETE", OF_CHARGE_POINT + "/{problem}", "operator", NOTHING)
def clear_problem(
    context: RequestContext,
    charge_point_id: str,
    problem: Annotated[str, Path(max_length=50)],
    transaction_id: Annotated[
        int | None, Query(ge=1, le=0x7FFFFFFF, description="Of a transaction's problem.")
    ] = None,
) -> None:
    """Clear a problem; if it comes again, it is raised again."""
    missing = not_found(f"the problem {problem} of {charge_point_id}")
    what = next((what for what in REMEDIES if what == problem), None)
    if what is None:
        raise missing
    audit = context.audit(f"charge-points/{charge_point_id}/problems/{what}", {"deleted": True})
    there = Stored.pk.exists()
    try:
        transact(delete(Stored.of(charge_point_id, what, transaction_id), there), audit)
    except Cancelled as error:
        raise missing from error


def _counting(since: datetime | None, until: datetime | None) -> Callable[[Stored], bool]:
    return lambda problem: problem.counts and within(problem.last_at, since, until)


def _judging(load: Load[Stored], context: RequestContext) -> Load[RaisedProblem]:
    """What operators are shown of those that stand: one read for all, and a query for some."""

    def judged(entries: Sequence[Raw]) -> list[RaisedProblem | None]:
        loaded = load(entries)
        found = _around([one for one in loaded if one])
        return [_view(one, found, context) if one else None for one in loaded]

    return judged


Found = dict[tuple[str, str], StateItem | None]


def _around(loaded: list[Stored]) -> Found:
    stubs = {(stub.pk, stub.sk): stub for one in loaded for stub in _needed(one)}
    return dict(zip(stubs, fetch(*stubs.values()), strict=True))


def _needed(problem: Stored) -> list[StateItem]:
    number = problem.transaction_id
    owner = problem.charge_point_id
    return [ChargePoint.of(owner), *([] if number is None else [Transaction.of(owner, number)])]


def _view(problem: Stored, found: Found, context: RequestContext) -> RaisedProblem | None:
    held = None
    if problem.what == FRAME_TOO_LARGE:
        running = running_on(problem.charge_point_id)
        held = [one.transaction_id for one in held_back(problem, running)]
        stands = bool(held)
    else:
        around = [found[stub.pk, stub.sk] for stub in _needed(problem)]
        stands = judging.stands(
            problem,
            next((one for one in around if isinstance(one, ChargePoint)), None),
            next((one for one in around if isinstance(one, Transaction)), None),
            context.at,
        )
    if not stands:
        return None
    return RaisedProblem(
        charge_point_id=problem.charge_point_id,
        problem=problem.what,
        times=problem.times,
        first_at=problem.first_at,
        last_at=problem.last_at,
        remedy=problem.remedy,
        seconds=problem.seconds,
        transaction_id=problem.transaction_id,
        held_back=held,
    )


def _silent(charge_point_id: str, context: RequestContext) -> list[RaisedProblem]:
    """It is connected and says nothing: judged from when it was last seen, and stored nowhere."""
    charge_point, connection, configuration = fetch(
        ChargePoint.of(charge_point_id),
        Connection.of(charge_point_id),
        Configuration.of(charge_point_id),
    )
    if charge_point is None:
        return []
    interval = heartbeat_interval(charge_point, configuration)
    since = silent_since(charge_point, connection, interval, context.at)
    if since is None:
        return []
    return [
        RaisedProblem(
            charge_point_id=charge_point_id,
            problem=SILENT,
            times=1,
            first_at=since,
            last_at=context.at,
            remedy=REMEDIES[SILENT],
        )
    ]
