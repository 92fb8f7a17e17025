"""…/messages: what was said on the connections of a charge point, and its following."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Page, Time, View
from api.http.operations import Order, Resource, Since, Until, shows
from api.http.problems import bad_field
from api.http.request_context import RequestContext
from csms import settings
from csms.store.paging import FIRST_MONTH, HIGHEST, Position, Range, of_partition, part, taking
from csms.store.reported.message_log import LoggedFrame
from csms.store.table import when

resource = Resource("/charge-points/{chargePointId}/messages", "Messages")

DAY = timedelta(days=1)
REPEATED = timedelta(minutes=1)  # a CALL of ours is logged again with its answer
LEFT_OUT = ["Heartbeat", "MeterValues"]

EXAMPLE: dict[str, object] = {
    "id": "2026-06-01T12:00:00.000+00:00#JKR7sduFIAMCJnA=",
    "at": "2026-06-01T12:00:00.000Z",
    "direction": "fromChargePoint",
    "uniqueId": "19223201",
    "action": "Heartbeat",
    "frame": '[2,"19223201","Heartbeat",{}]',
    "answer": '[3,"19223201",{"currentTime":"2026-06-01T12:00:00.021Z"}]',
    "milliseconds": 34,
}

CLOSED: dict[str, object] = {
    "id": "2026-06-01T12:01:00.000+00:00#TXzPNd0PDoECGjA=",
    "at": "2026-06-01T12:01:00.000Z",
    "direction": "fromChargePoint",
    "error": "connection closed: 1009 frame exceeds limit of 32768 bytes",
}

Direction = Literal["fromChargePoint", "fromCsms"]
Action = Annotated[str | None, Query(min_length=1, max_length=50)]
From = Annotated[Direction | None, Query()]


class Message(View):
    """A frame and its answer, secrets redacted; without a frame, what befell a connection."""

    id: str
    at: Time
    direction: Direction
    unique_id: str | None = None
    action: str | None = None
    frame: str | None = None
    answer: str | None = None
    error: Annotated[
        str | None,
        Field(description="What was wrong with it; how a connection ended, or why there is none."),
    ] = None
    milliseconds: Annotated[int | None, Field(description="Until the answer.")] = None


class Messages(Page[Message]):
    caught_up: Annotated[
        bool, Field(description="There is no more yet; with a cursor, ask again with that.")
    ]
    leaves_out: Annotated[
        list[str] | None,
        Field(
            description="The actions of which no message is kept that tells nothing but what is"
            " stored elsewhere (parameter MessageLog); none: all are kept."
        ),
    ] = None


@resource.operation(
    "GET", "", "viewer", shows(Messages, {"items": [CLOSED, EXAMPLE], "caughtUp": True}), paged=True
)
def list_messages(
    context: RequestContext,
    charge_point_id: str,
    since: Since = None,
    until: Until = None,
    order: Order = "desc",
    action: Action = None,
    direction: From = None,
) -> Messages:
    """What was said on the connections of a charge point, a CALL and its answer together.

    `order=asc` can be followed: while `to` is not reached, the last part has a cursor, too, and
    `caughtUp` is true. Ask with that cursor again, every second or so, for what has come. It
    begins a minute back, so that nothing is missed that was written late, and a CALL comes again
    with its answer: keep the last of each `id`.

    With `leavesOut` a deployment keeps no heartbeats, and no meter values that are stored with
    their transaction: unless something was wrong with them.
    """
    if since and since > context.at:
        raise bad_field("from", "is in the future")
    ranges = _ranges(charge_point_id, context.at, since, until, order)

    def wanted(entry: LoggedFrame) -> bool:
        return action in (None, entry.action) and direction in (None, _direction(entry))

    load = taking(LoggedFrame, wanted)
    found = part(ranges, context.paging.limit, context.paging.position, load, _weight)
    must_be_known(charge_point_id, context, found)
    position, caught_up = found.position, found.position is None
    if caught_up and order == "asc" and (until is None or until > context.at):
        position = _a_little_back(charge_point_id, context.at, ranges[0])
    return Messages(
        items=[_view(entry) for entry in found.items],
        cursor=context.paging.cursor(position),
        caught_up=caught_up,
        leaves_out=None if settings.everything_is_logged() else LEFT_OUT,
    )


def _ranges(
    charge_point_id: str,
    now: datetime,
    since: datetime | None,
    until: datetime | None,
    order: Order,
) -> list[Range]:
    """One a day of UTC that may have any: there is always one."""
    kept = settings.message_log_expires(now) or now
    oldest = max(now - (kept - now) - DAY, FIRST_MONTH)
    first = max(since or oldest, oldest).date()
    last = max(min(until or now, now).date(), first)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    return [
        one
        for day in (reversed(days) if order == "desc" else days)
        for one in of_partition(
            LoggedFrame,
            f"LOG#{charge_point_id}#{day:%Y-%m-%d}",
            when(since) if since else "",
            when(until) if until else HIGHEST,
            newest_first=order == "desc",
            label=f"{day:%Y-%m-%d}",
        )
    ]


def _a_little_back(charge_point_id: str, now: datetime, first: Range) -> Position:
    """Where following goes on; not before the list's own beginning."""
    key = max(when(now - REPEATED), first.low, f"{first.label}T")
    day = key[: len(first.label)]
    return {"in": [day], "0": [key, f"LOG#{charge_point_id}#{day}", key]}


def _direction(entry: LoggedFrame) -> Direction:
    return "fromCsms" if entry.outgoing else "fromChargePoint"


def _weight(entry: LoggedFrame) -> int:
    return len(entry.frame or "") + len(entry.answer or "")


def _view(entry: LoggedFrame) -> Message:
    return Message(
        id=entry.sk,
        at=entry.received_at,
        direction=_direction(entry),
        unique_id=entry.unique_id,
        action=entry.action,
        frame=entry.frame,
        answer=entry.answer,
        error=entry.error,
        milliseconds=entry.milliseconds,
    )
