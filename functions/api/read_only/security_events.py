"""/security-events: what charge points report of their security, and who failed to get in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.http.models import Flag, Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.request_context import RequestContext
from csms.store.paging import HIGHEST, LOWEST, ByMinutes, by_time, part, reading, taking
from csms.store.reported import security_events as own_events
from csms.store.reported.reports import Report
from csms.store.reported.security_events import FAILED, KINDS, PREFIXES, OwnSecurityEvent
from csms.store.table import HistoryItem, when
from csms.wire.security_events import CRITICAL

resource = Resource("", "Security events")

REPORTED = "SecurityEventNotification"

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "type": "InvalidFirmwareSignature",
    "source": "chargePoint",
    "critical": False,
    "at": "2026-06-01T12:00:00.000Z",
    "receivedAt": "2026-06-01T12:00:00.310Z",
    "techInfo": "SHA-256 does not match",
}
OURS: dict[str, object] = {
    "chargePointId": "CP1",
    "type": FAILED,
    "source": "csms",
    "critical": False,
    "at": "2026-06-01T12:00:42.000Z",
    "receivedAt": "2026-06-01T12:00:42.000Z",
    "reason": "wrong credentials",
    "sourceIp": "203.0.113.9",
    "tries": 3,
}

Type = Annotated[str | None, Query(alias="type", min_length=1, max_length=50)]
Source = Literal["chargePoint", "csms"]
Of = Annotated[Source | None, Query(alias="source", description="Who saw it.")]
Critical = Annotated[Flag | None, Query(description="Whether it is one of the critical ones.")]


class SecurityEvent(View):
    """A report of a charge point, or what the CSMS noted of one within a minute."""

    charge_point_id: Annotated[
        str | None, Field(description="None where nobody came as far as to say who it is.")
    ] = None
    type: Annotated[str, Field(description=f"As reported; the CSMS's own: {', '.join(KINDS)}.")]
    source: Source
    critical: Annotated[
        bool,
        Field(
            description="Of a charge point's, those that the Security Whitepaper names so; of the "
            f"CSMS's own: {', '.join(sorted(own_events.CRITICAL))}."
        ),
    ]
    at: Annotated[Time, Field(description="By the clock of its source; of tries, the last.")]
    received_at: Time
    tech_info: str | None = None
    reason: str | None = None
    source_ip: str | None = None
    tries: int | None = None
    other_tries: Annotated[
        int | None, Field(description="In the same minute, from addresses that are not named.")
    ] = None


class SecurityEvents(Page[SecurityEvent]):
    pass


@resource.operation(
    "GET",
    "/security-events",
    "viewer",
    shows(SecurityEvents, {"items": [OURS, EXAMPLE]}),
    paged=True,
)
def list_security_events(
    context: RequestContext,
    since: Since = None,
    until: Until = None,
    event_type: Type = None,
    source: Of = None,
    critical: Critical = None,
) -> SecurityEvents:
    """The security events of the whole fleet, the newest first.

    Their order, `from` and `to` go by when the CSMS received them. Handshakes that failed or were
    refused, and connections that were closed, are counted by minute and address, of which a few are
    named; they stand where the last was. What TLS or the edge refuses is here where they run on
    this machine; in the cloud it is in the logs of CloudFront alone.
    """
    all_ = by_time(HistoryItem, REPORTED, context.at, since, until)
    like = _Like(event_type, source, critical, since, until)
    wanted = _wanted(like, lambda event: event.received_at)
    found = part(all_, context.paging.limit, context.paging.position, reading(HistoryItem, wanted))
    return _page(context, found.items, context.paging.cursor(found.position))


@resource.operation(
    "GET",
    "/charge-points/{chargePointId}/security-events",
    "viewer",
    shows(SecurityEvents, {"items": [OURS, EXAMPLE]}),
    paged=True,
)
def list_charge_point_security_events(
    context: RequestContext,
    charge_point_id: str,
    since: Since = None,
    until: Until = None,
    event_type: Type = None,
    source: Of = None,
    critical: Critical = None,
) -> SecurityEvents:
    """The security events of a charge point, the newest first.

    Their order, `from` and `to` go by the clock of whoever saw them; what the CSMS counted within
    a minute stands where the last was.
    """
    own = [
        ByMinutes(
            HistoryItem.Meta.table_name,
            (f"CP#{charge_point_id}",),
            when(since) if since else LOWEST,
            when(until) if until else HIGHEST,
            newest_first=True,
            prefixes=(f"{REPORTED}#",),
            by_minute=PREFIXES,
        )
    ]
    like = _Like(event_type, source, critical, since, until)
    wanted = _wanted(like, lambda event: event.at)
    found = part(own, context.paging.limit, context.paging.position, taking(HistoryItem, wanted))
    must_be_known(charge_point_id, context, found)
    return _page(context, found.items, context.paging.cursor(found.position))


@dataclass(frozen=True)
class _Like:
    """What was asked for; None is any."""

    type: str | None
    source: Source | None
    critical: bool | None
    since: datetime | None
    until: datetime | None


def _wanted(like: _Like, at: Callable[[SecurityEvent], datetime]) -> Callable[[HistoryItem], bool]:
    def wanted(item: HistoryItem) -> bool:
        event = _view(item)
        return (
            event is not None
            and like.type in (None, event.type)
            and like.source in (None, event.source)
            and like.critical in (None, event.critical)
            and (like.since is None or like.since <= at(event))
            and (like.until is None or at(event) < like.until)
        )

    return wanted


def _page(context: RequestContext, items: list[HistoryItem], cursor: str | None) -> SecurityEvents:
    events = (_view(item) for item in items)
    return SecurityEvents(items=[event for event in events if event], cursor=cursor)


def _view(item: HistoryItem) -> SecurityEvent | None:
    if isinstance(item, OwnSecurityEvent):
        return SecurityEvent(
            charge_point_id=item.charge_point_id,
            type=item.what,
            source="csms",
            critical=item.what in own_events.CRITICAL,
            at=item.at,
            received_at=item.at,
            reason=item.reason,
            source_ip=item.source_ip,
            tries=item.tries,
            other_tries=item.others,
        )
    if isinstance(item, Report):
        return SecurityEvent(
            charge_point_id=item.pk.removeprefix("CP#"),
            type=item.payload["type"],
            source="chargePoint",
            critical=item.payload["type"] in CRITICAL,
            at=item.at,
            received_at=item.received_at,
            tech_info=item.payload.get("techInfo"),
        )
    return None
