"""/problems: what keeps charge points from getting through, and what helps."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Page, Time, View
from api.http.operations import NOTHING, Resource, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from api.transactions.lists import running_on
from csms.domain.transactions import held_back
from csms.store.paging import Load, by_name, of_partition, part, reading, taking
from csms.store.reported.problems import REMEDIES
from csms.store.reported.problems import Problem as Stored
from csms.store.table import Cancelled, Raw, delete, transact

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


class RaisedProblem(View):
    charge_point_id: str
    problem: str
    times: int
    first_at: Time
    last_at: Time
    remedy: str
    held_back: Annotated[
        list[int], Field(description="Running transactions whose stop it may hold back.")
    ]


class RaisedProblems(Page[RaisedProblem]):
    pass


@resource.operation(
    "GET", "/problems", "viewer", shows(RaisedProblems, {"items": [EXAMPLE]}), paged=True
)
def list_problems(context: RequestContext) -> RaisedProblems:
    """The problems of the whole fleet, by charge point.

    What came once is none yet, nor is what holds nothing back; what has not come for two weeks is
    none any more.
    """
    load = _judging(reading(Stored, _counts))
    found = part(by_name(Stored, "PROBLEM"), context.paging.limit, context.paging.position, load)
    return RaisedProblems(items=found.items, cursor=context.paging.cursor(found.position))


@resource.operation(
    "GET",
    OF_CHARGE_POINT,
    "viewer",
    shows(RaisedProblems, {"items": [EXAMPLE]}),
    paged=True,
)
def list_charge_point_problems(context: RequestContext, charge_point_id: str) -> RaisedProblems:
    """The problems of a charge point."""
    own = of_partition(Stored, f"CP#{charge_point_id}", "PROBLEM#")
    load = _judging(taking(Stored, _counts))
    found = part(own, context.paging.limit, context.paging.position, load)
    must_be_known(charge_point_id, context, found)
    return RaisedProblems(items=found.items, cursor=context.paging.cursor(found.position))


@resource.operation("DELETE", OF_CHARGE_POINT + "/{problem}", "operator", NOTHING)
def clear_problem(
    context: RequestContext, charge_point_id: str, problem: Annotated[str, Path(max_length=50)]
) -> None:
    """Clear a problem; if it comes again, it is raised again."""
    missing = not_found(f"the problem {problem} of {charge_point_id}")
    what = next((what for what in REMEDIES if what == problem), None)
    if what is None:
        raise missing
    audit = context.audit(f"charge-points/{charge_point_id}/problems/{what}", {"deleted": True})
    there = Stored.pk.exists()
    try:
        transact(delete(Stored.of(charge_point_id, what), there), audit)
    except Cancelled as error:
        raise missing from error


def _counts(problem: Stored) -> bool:
    return problem.counts


def _judging(load: Load[Stored]) -> Load[RaisedProblem]:
    """What operators are shown of those that hold something back: a query each."""

    def judged(entries: Sequence[Raw]) -> list[RaisedProblem | None]:
        views = [_view(one) if one else None for one in load(entries)]
        return [view if view and view.held_back else None for view in views]

    return judged


def _view(problem: Stored) -> RaisedProblem:
    running = running_on(problem.charge_point_id)
    return RaisedProblem(
        charge_point_id=problem.charge_point_id,
        problem=problem.what,
        times=problem.times,
        first_at=problem.first_at,
        last_at=problem.last_at,
        remedy=problem.remedy,
        held_back=[one.transaction_id for one in held_back(problem, running)],
    )
