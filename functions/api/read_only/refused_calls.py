"""…/refused-calls: what a charge point said of charging, and we have not taken."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from csms.store.paging import of_partition, part, taking
from csms.store.reported import reports

resource = Resource("/charge-points/{chargePointId}/refused-calls", "Orphan stops")

EXAMPLE: dict[str, object] = {
    "action": "StopTransaction",
    "receivedAt": "2026-06-01T13:30:00.480Z",
    "payload": {
        "transactionId": 1234567890,
        "meterStop": 19700,
        "timestamp": "2026-06-01T13:30:00.000Z",
    },
    "why": "the registration is Pending",
}


class RefusedCall(View):
    """As it was last said."""

    action: Literal["MeterValues", "StartTransaction", "StatusNotification", "StopTransaction"]
    received_at: Time
    payload: Annotated[
        dict[str, Any], Field(description="With `text` alone: the frame, which could not be read.")
    ]
    why: Annotated[str | None, Field(description="Absent in old ones.")] = None


class RefusedCalls(Page[RefusedCall]):
    pass


@resource.operation("GET", "", "viewer", shows(RefusedCalls, {"items": [EXAMPLE]}), paged=True)
def list_refused_calls(
    context: RequestContext, charge_point_id: str, since: Since = None, until: Until = None
) -> RefusedCalls:
    """The calls about charging that were refused, by action: the CSMS has not taken them.

    They came while the charge point was Pending or Rejected, or could not be understood.
    `from` and `to` go by when they were received.
    """

    def wanted(call: reports.RefusedCall) -> bool:
        return within(call.received_at, since, until)

    found = part(
        of_partition(reports.RefusedCall, f"CP#{charge_point_id}", "REFUSED#"),
        context.paging.limit,
        context.paging.position,
        taking(reports.RefusedCall, wanted),
        lambda call: len(json.dumps(call.payload)),
    )
    must_be_known(charge_point_id, context, found)
    return RefusedCalls(
        items=[
            RefusedCall(
                action=call.action,  # type: ignore[arg-type]
                received_at=call.received_at,
                payload=call.payload,
                why=call.why,
            )
            for call in found.items
        ],
        cursor=context.paging.cursor(found.position),
    )
