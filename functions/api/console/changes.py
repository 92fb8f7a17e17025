"""/fleet/changes: which charge points have changed, without reading those that have not."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, TypeAdapter, ValidationError

from api.charge_points.resource import with_connections
from api.charge_points.views import EXAMPLE as CHARGE_POINT
from api.charge_points.views import ChargePoint, view
from api.http.models import View
from api.http.operations import Resource, shows
from api.http.problems import bad_field
from api.http.request_context import RequestContext
from csms import settings
from csms.store.reported import changes
from csms.store.reported.changes import Found, Place

resource = Resource("/fleet/changes", "Charge points")

EXAMPLE: dict[str, object] = {
    "items": [CHARGE_POINT],
    "gone": [],
    "cursor": "WyIyMDI2LTA2LTAxVDExOjU5OjQwLjAwMCswMDowMCIsW11d",
    "complete": True,
    "more": False,
    "statuses": True,
}
_SPELLED: TypeAdapter[tuple[str, tuple[str, ...]]] = TypeAdapter(tuple[str, tuple[str, ...]])
LONG_AGO = 600  # seconds: who is further behind, and has more to hear of, reads all anew

Cursor = Annotated[
    str | None,
    Query(min_length=1, max_length=6000, description="Of the answer before; none: from now on."),
]


class FleetChanges(View):
    """`gone` are those that have been deleted."""

    items: list[ChargePoint]
    gone: list[str]
    cursor: str
    complete: Annotated[
        bool, Field(description="False: too much has changed since, read the charge points anew.")
    ]
    more: Annotated[bool, Field(description="There are more already.")]
    statuses: Annotated[
        bool,
        Field(description="Whether statuses are told of; without a message log only connections."),
    ]


@resource.operation("GET", "", "viewer", shows(FleetChanges, EXAMPLE))
def list_fleet_changes(context: RequestContext, cursor: Cursor = None) -> FleetChanges:
    """The charge points that have connected, disconnected, booted or told a status since.

    As they are now, each once; heartbeats and meter values are no changes. However many charge
    points there are, as many requests are made. What an operator changes is not told of.
    """
    place = _place(cursor) if cursor else None
    if place is None:
        return _told(context, Found((), changes.beginning(context.at), more=False))
    found = changes.after(place)
    behind = context.at - datetime.fromisoformat(found.place.low.partition("#")[0])
    if found.more and behind.total_seconds() > LONG_AGO:
        return _told(context, Found((), changes.beginning(context.at), more=False), complete=False)
    return _told(context, found)


def _told(context: RequestContext, found: Found, *, complete: bool = True) -> FleetChanges:
    ids = found.charge_point_ids
    entries = [{"pk": {"S": f"CP#{each}"}, "sk": {"S": "CP"}} for each in ids]
    known = with_connections(entries)
    return FleetChanges(
        items=[view(*one) for one in known if one],
        gone=[each for each, one in zip(ids, known, strict=True) if one is None],
        cursor=cursor_of(found.place),
        complete=complete,
        more=found.more,
        statuses=settings.message_log_expires(context.at) is not None,
    )


def cursor_of(place: Place) -> str:
    text = json.dumps([place.low, place.known], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    """Raises Problem."""
    try:
        low, known = _SPELLED.validate_json(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if datetime.fromisoformat(low.partition("#")[0]).tzinfo is None:
            raise ValueError(low)
    except (binascii.Error, ValidationError, ValueError) as error:
        raise bad_field("cursor", "is none of ours") from error
    return Place(low, known[: changes.MOST_REMEMBERED])
