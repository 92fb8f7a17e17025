"""How what charge points do is shown, where it still is a problem."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from api.http.models import Page, Time, View
from api.http.request_context import RequestContext
from csms.domain import problems as judging
from csms.domain.liveness import heartbeat_interval, silent_since
from csms.domain.problems import REMEDIES
from csms.domain.transactions import held_back
from csms.store.paging import Load
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.reported.connections import Connection
from csms.store.reported.problems import FRAME_TOO_LARGE, SILENT
from csms.store.reported.problems import Problem as Stored
from csms.store.table import Raw, StateItem, fetch
from csms.store.transactions import Transaction, running_on

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


def standing(load: Load[Stored], context: RequestContext) -> Load[RaisedProblem]:
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
        remedy=judging.remedy(problem),
        seconds=problem.seconds,
        transaction_id=problem.transaction_id,
        held_back=held,
    )


def silence(charge_point_id: str, context: RequestContext) -> list[RaisedProblem]:
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
