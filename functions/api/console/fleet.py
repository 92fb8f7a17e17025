"""/fleet: how large the fleet is, and what is going on in it, by counts of lists that there are."""

from typing import Annotated

from pydantic import Field

from api.http.models import View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.strangers import WAITING
from csms.store.reported import inbox
from csms.store.reported.connections import CONNECTED, Connection
from csms.store.reported.problems import Problem
from csms.store.table.counts import Counted, count_by_name, count_by_time
from csms.store.transactions import Running

resource = Resource("/fleet", "Charge points")

EXAMPLE: dict[str, object] = {
    "chargePoints": {"number": 1200},
    "connected": {"number": 1187},
    "runningTransactions": {"number": 310},
    "noted": {"number": 4},
    "atTheDoor": {"number": 2},
}


class Count(View):
    number: int
    at_least: Annotated[
        bool | None, Field(description="True where there are more than were counted.")
    ] = None


class Fleet(View):
    """`noted` are problems that may have ended since; `atTheDoor` is the length of the inbox."""

    charge_points: Count
    connected: Count
    running_transactions: Count
    noted: Count
    at_the_door: Count


@resource.operation("GET", "", "viewer", shows(Fleet, EXAMPLE))
def read_fleet(context: RequestContext) -> Fleet:
    """How large the fleet is, and what is going on in it.

    It is counted in the indexes and no charge point is read, however many there are.
    """
    waiting = count_by_time(ChargePoint, WAITING)
    strangers = len(inbox.strangers())
    return Fleet(
        charge_points=_view(count_by_name(ChargePoint, "CP")),
        connected=_view(count_by_time(Connection, CONNECTED)),
        running_transactions=_view(count_by_name(Running, "RUNNING")),
        noted=_view(count_by_name(Problem, "PROBLEM")),
        at_the_door=_view(Counted(waiting.number + strangers, waiting.complete)),
    )


def _view(counted: Counted) -> Count:
    return Count(number=counted.number, at_least=None if counted.complete else True)
