"""What an operation is told beside its own parameters: who asks, when, and for which part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from api.http.caller import Caller
from api.http.cursors import Paging
from csms import settings
from csms.store.provisioned import audit
from csms.store.table import Write


@dataclass(frozen=True)
class RequestContext:
    """One request; `text` is its body as it came, `headers` are in lower case."""

    operation_id: str
    request_id: str
    caller: Caller
    at: datetime
    headers: Mapping[str, str]
    text: str
    paging: Paging
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    """As it was asked, and decoded."""

    @classmethod
    def of(
        cls, event: dict[str, Any], operation_id: str, text: str, paging: Paging
    ) -> "RequestContext":
        context = event["requestContext"]
        return cls(
            operation_id=operation_id,
            request_id=context["requestId"],
            caller=Caller.of(event),
            at=datetime.fromtimestamp(context["timeEpoch"] / 1000, UTC),
            headers=headers_of(event),
            text=text,
            paging=paging,
            path=event["rawPath"],
            query=event.get("queryStringParameters") or {},
        )

    @property
    def if_match(self) -> str | None:
        return self.headers.get("if-match")

    @property
    def content_type(self) -> str:
        return media_type(self.headers)

    def accepts(self, media_type: str) -> bool:
        """Whether it was asked for by name: what takes anything gets the default."""
        return any(
            each.partition(";")[0].strip().lower() == media_type
            for each in self.headers.get("accept", "").split(",")
        )

    def next_page(self, cursor: str | None) -> dict[str, str]:
        """The header that leads to it, with all that was asked; none after the last."""
        if cursor is None:
            return {}
        query = urlencode({**self.query, "cursor": cursor})
        return {"Link": f'<{quote(self.path, safe="/%")}?{query}>; rel="next"'}

    @staticmethod
    def location(*steps: str | int) -> str:
        """The path of a resource, for a header."""
        return "".join(f"/{quote(str(step), safe='')}" for step in steps)

    def audit(self, resource: str, details: Mapping[str, object] | None = None) -> Write:
        """The entry of the audit trail: put it into the transaction of the change.

        `resource` is its path, `charge-points/CP1`; one entry a resource and request.
        """
        entry = audit.entry(resource, self.request_id, self.at)
        entry.operation = self.operation_id
        entry.subject = self.caller.subject
        entry.name = self.caller.name
        entry.role = self.caller.role
        entry.source_ip = self.caller.source_ip
        entry.details = dict(details or {})
        entry.expires_at = settings.audit_expires(self.at)
        return audit.added(entry)


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    """Their names in lower case."""
    return {name.lower(): value for name, value in event["headers"].items()}


def media_type(headers: Mapping[str, str]) -> str:
    """Without its parameters; JSON if nothing is said."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind or "application/json"
