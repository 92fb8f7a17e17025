"""/server-certificates: those of the hosts that charge points connect to, and until when."""

from typing import Annotated

from pydantic import Field

from api.client_certificates.views import DaysLeft
from api.http.models import Time, View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms import settings
from csms.domain.ends import Warned, days_left, warning
from csms.store.provisioned.server_certificates import ServerCertificate as Known
from csms.store.table import fetch

resource = Resource("/server-certificates", "Certificates")

EXAMPLE: dict[str, object] = {
    "source": "arn:aws:acm:us-east-1:123456789012:certificate/5f3c9a1e-0000-4000-8000-5f3c9a1e5f3c",
    "domainName": "ocpp.example",
    "notAfter": "2026-06-21T12:00:00.000Z",
    "daysLeft": 20,
    "warning": "endsSoon",
    "readAt": "2026-06-01T03:15:00.000Z",
}


class ServerCertificate(View):
    """Nothing but its `source` until it was read for the first time."""

    source: Annotated[str, Field(description="Its ARN in ACM; on a desk its file.")]
    domain_name: str | None = None
    not_after: Time | None = None
    days_left: DaysLeft | None = None
    warning: Warned | None = None
    read_at: Time | None = None
    failure: Annotated[str | None, Field(description="Why it could not be read then.")] = None


class ServerCertificates(View):
    items: list[ServerCertificate]


@resource.operation("GET", "", "viewer", shows(ServerCertificates, {"items": [EXAMPLE]}))
def list_server_certificates(context: RequestContext) -> ServerCertificates:
    """The certificates of the hosts that charge points connect to, and until when.

    They are read once a day.
    """
    stubs = [Known.of(source) for source in settings.server_certificates()]
    return ServerCertificates(
        items=[
            _view(one if isinstance(one, Known) else stub, context)
            for stub, one in zip(stubs, fetch(*stubs), strict=True)
        ]
    )


def _view(known: Known, context: RequestContext) -> ServerCertificate:
    end = known.not_after
    return ServerCertificate(
        source=known.source,
        domain_name=known.domain_name,
        not_after=end,
        days_left=days_left(end, context.at) if end else None,
        warning=warning(end, context.at) if end else None,
        read_at=known.read_at,
        failure=known.failure,
    )
