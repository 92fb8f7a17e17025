"""/audit: who changed what, when, and from which address."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.models import Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.request_context import RequestContext
from csms.store.paging import HIGHEST, by_time, of_partition, part, reading, taking
from csms.store.provisioned import audit
from csms.store.provisioned.audit import AuditEntry
from csms.store.table import when

resource = Resource("/audit", "Audit trail")

EXAMPLE = {
    "at": "2026-06-01T12:00:00.000Z",
    "operation": "changeChargePoint",
    "resource": "charge-points/CP1",
    "subject": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
    "name": "olga@example.com",
    "role": "operator",
    "sourceIp": "203.0.113.7",
    "details": {"changed": {"registration": "Accepted"}},
}


class Change(View):
    at: Time
    operation: str
    resource: str
    subject: str
    name: str | None = None
    role: str | None = None
    source_ip: str
    details: dict[str, object]


class Changes(Page[Change]):
    pass


Text = Annotated[str | None, Query(min_length=1, max_length=300)]


@resource.operation(
    "GET",
    "",
    "admin",
    shows(Changes, {"items": [EXAMPLE]}),
    paged=True,
)
def list_changes(
    context: RequestContext,
    resource: Text = None,
    subject: Text = None,
    operation: Text = None,
    since: Since = None,
    until: Until = None,
) -> Changes:
    """The changes that operators made, the newest first.

    `resource` is a path, as `charge-points/CP1`.
    """

    def wanted(entry: AuditEntry) -> bool:
        return (subject is None or entry.subject == subject) and (
            operation is None or entry.operation == operation
        )

    position, limit = context.paging.position, context.paging.limit
    if resource is not None:
        low = when(since) if since else ""
        high = when(until) if until else HIGHEST
        own = of_partition(AuditEntry, audit.partition(resource), low, high, newest_first=True)
        found = part(own, limit, position, taking(AuditEntry, wanted))
    else:
        all_ = by_time(AuditEntry, "AUDIT", context.at, since, until)
        found = part(all_, limit, position, reading(AuditEntry, wanted))
    return Changes(
        items=[_view(entry) for entry in found.items], cursor=context.paging.cursor(found.position)
    )


def _view(entry: AuditEntry) -> Change:
    return Change(
        at=entry.at,
        operation=entry.operation,
        resource=entry.resource,
        subject=entry.subject,
        name=entry.name,
        role=entry.role,
        source_ip=entry.source_ip,
        details=entry.details,
    )
