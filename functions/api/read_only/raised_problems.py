"""/problems: what charge points do that an operator should look into, and what helps."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api.charge_points.existence import must_be_known
from api.http.operations import NOTHING, Resource, Since, Until, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from api.read_only.raised_problem_views import (
    EXAMPLE,
    OF_A_TRANSACTION,
    RaisedProblems,
    silence,
    standing,
)
from csms.domain.problems import REMEDIES
from csms.store.paging import Part, by_name, of_partition, part, reading, taking
from csms.store.reported.problems import SILENT
from csms.store.reported.problems import Problem as Stored
from csms.store.table import Cancelled, delete, transact

resource = Resource("", "Problems")

OF_CHARGE_POINT = "/charge-points/{chargePointId}/problems"

ITEMS = {"items": [EXAMPLE, OF_A_TRANSACTION]}


@resource.operation("GET", "/problems", "viewer", shows(RaisedProblems, ITEMS), paged=True)
def list_problems(
    context: RequestContext, since: Since = None, until: Until = None
) -> RaisedProblems:
    """The problems of the whole fleet, by charge point.

    What has ended is none any more, nor is what holds nothing back, or has not come for two weeks.
    That a charge point is connected and says nothing is seen in its own list, and here once its
    connection has ended. `from` and `to` go by when one came last.
    """
    load = standing(reading(Stored, _counting(since, until)), context)
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
    silent = silence(charge_point_id, context) if position is None else []
    shown = [one for one in silent if within(one.last_at, since, until)]
    load = standing(taking(Stored, _counting(since, until)), context)
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
