"""/problems: what keeps charge points from getting through, and what helps."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api.asked import Asked
from api.history import ChargePointId, must_be_known
from api.models import Page, Time, View
from api.operations import NOTHING, Resource, shows
from api.problems import not_found
from api.transaction_lists import running_on
from csms.domain.transactions import held_back
from csms.store.paging import by_name, of_partition, part, reading, taking
from csms.store.problems import ONCE_IS_NONE, REMEDIES
from csms.store.problems import Problem as Stored
from csms.store.table import Cancelled, delete, transact

resource = Resource("", "Problems")

OF_CHARGE_POINT = "/charge-points/{chargePointId}/problems"

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "problem": "FrameTooLarge",
    "times": 12,
    "firstAt": "2026-06-01T11:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "remedy": "shorten StopTxnSampledData and StopTxnAlignedData",
}


class RaisedProblem(View):
    charge_point_id: str
    problem: str
    times: int
    first_at: Time
    last_at: Time
    remedy: str
    held_back: Annotated[
        list[int] | None, Field(description="Transactions whose stop it may hold back.")
    ] = None


class RaisedProblems(Page[RaisedProblem]):
    pass


@resource.operation(
    "GET", "/problems", "viewer", shows(RaisedProblems, {"items": [EXAMPLE]}), paged=True
)
def list_problems(asked: Asked) -> RaisedProblems:
    """The problems of the whole fleet, by charge point.

    What came once is none yet; what has not come for two weeks is none any more.
    """
    load = reading(Stored, _is_one)
    found = part(by_name(Stored, "PROBLEM"), asked.paging.limit, asked.paging.position, load)
    return RaisedProblems(
        items=[_view(one) for one in found.items], cursor=asked.paging.cursor(found.position)
    )


@resource.operation(
    "GET",
    OF_CHARGE_POINT,
    "viewer",
    shows(RaisedProblems, {"items": [EXAMPLE | {"heldBack": [1234567890]}]}),
    paged=True,
)
def list_charge_point_problems(asked: Asked, charge_point_id: ChargePointId) -> RaisedProblems:
    """The problems of a charge point, with the running transactions that each may hold up."""
    own = of_partition(Stored, f"CP#{charge_point_id}", "PROBLEM#")
    found = part(own, asked.paging.limit, asked.paging.position, taking(Stored, _is_one))
    must_be_known(charge_point_id, asked, found)
    running = running_on(charge_point_id) if found.items else []
    views = [_view(one) for one in found.items]
    for shown, one in zip(views, found.items, strict=True):
        shown.held_back = [each.transaction_id for each in held_back(one, running)]
    return RaisedProblems(items=views, cursor=asked.paging.cursor(found.position))


@resource.operation("DELETE", OF_CHARGE_POINT + "/{problem}", "operator", NOTHING)
def clear_problem(
    asked: Asked, charge_point_id: ChargePointId, problem: Annotated[str, Path(max_length=50)]
) -> None:
    """Clear a problem; if it comes again, it is raised again."""
    missing = not_found(f"the problem {problem} of {charge_point_id}")
    what = next((what for what in REMEDIES if what == problem), None)
    if what is None:
        raise missing
    audit = asked.audit(f"charge-points/{charge_point_id}", {"problemCleared": what})
    there = Stored.pk.exists()
    try:
        transact(delete(Stored.of(charge_point_id, what), there), audit)
    except Cancelled as error:
        raise missing from error


def _is_one(problem: Stored) -> bool:
    return problem.times >= ONCE_IS_NONE


def _view(problem: Stored) -> RaisedProblem:
    return RaisedProblem(
        charge_point_id=problem.charge_point_id,
        problem=problem.what,
        times=problem.times,
        first_at=problem.first_at,
        last_at=problem.last_at,
        remedy=problem.remedy,
    )
