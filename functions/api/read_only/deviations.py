"""/deviations: how charge points depart from OCPP, for their makers to see."""

from typing import Annotated

from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from csms.store.paging import by_name, of_partition, part, reading, taking
from csms.store.reported.deviations import DeviationCount

resource = Resource("", "Deviations")

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "action": "StopTransaction",
    "member": "transactionData.sampledValue.unit",
    "kind": "UnknownWord",
    "atLeast": 17,
    "firstAt": "2026-06-01T11:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "example": '"Hz"',
}


class Deviation(View):
    """One kind of fault that was mended in the messages of a charge point."""

    charge_point_id: str
    action: Annotated[
        str, Field(description="Of the message; with `.conf` it is the answer to a command.")
    ]
    member: Annotated[str, Field(description="The way to it, without the places in lists.")]
    kind: str
    at_least: Annotated[
        int, Field(description="Messages that had it; those of the last minutes may be missing.")
    ]
    first_at: Time
    last_at: Time
    example: Annotated[
        str | None,
        Field(description="A value as it came, in JSON and cut; none where it may be a secret."),
    ] = None


class Deviations(Page[Deviation]):
    pass


@resource.operation(
    "GET", "/deviations", "viewer", shows(Deviations, {"items": [EXAMPLE]}), paged=True
)
def list_deviations(
    context: RequestContext, since: Since = None, until: Until = None
) -> Deviations:
    """How the charge points of the fleet depart from OCPP, by charge point.

    Each kind of fault that was mended is told once; at most 50 are kept of a charge point.
    `from` and `to` go by when it came last.
    """

    def wanted(count: DeviationCount) -> bool:
        return within(count.last_at, since, until)

    load = reading(DeviationCount, wanted)
    all_ = by_name(DeviationCount, "DEVIATION")
    found = part(all_, context.paging.limit, context.paging.position, load)
    return Deviations(
        items=[_view(one) for one in found.items], cursor=context.paging.cursor(found.position)
    )


@resource.operation(
    "GET",
    "/charge-points/{chargePointId}/deviations",
    "viewer",
    shows(Deviations, {"items": [EXAMPLE]}),
    paged=True,
)
def list_charge_point_deviations(
    context: RequestContext, charge_point_id: str, since: Since = None, until: Until = None
) -> Deviations:
    """How a charge point departs from OCPP, by action.

    Each kind of fault that was mended is told once; at most 50 are kept.
    `from` and `to` go by when it came last.
    """

    def wanted(count: DeviationCount) -> bool:
        return within(count.last_at, since, until)

    own = of_partition(DeviationCount, f"CP#{charge_point_id}", "DEVIATION#")
    load = taking(DeviationCount, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    must_be_known(charge_point_id, context, found)
    return Deviations(
        items=[_view(one) for one in found.items], cursor=context.paging.cursor(found.position)
    )


def _view(count: DeviationCount) -> Deviation:
    return Deviation(
        charge_point_id=count.charge_point_id,
        action=count.action,
        member=count.member,
        kind=count.fault,
        at_least=count.times,
        first_at=count.first_at,
        last_at=count.last_at,
        example=count.example,
    )
