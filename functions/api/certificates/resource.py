"""/charge-points/{chargePointId}/certificates: the roots that a charge point trusts."""

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.http.models import Page, Time, View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms.store.paging import of_partition, part, taking
from csms.store.reported.certificates import InstalledCertificate, ReportedCertificates
from csms.store.table import StateItem
from csms.wire.ocpp16 import CertificateType

resource = Resource("/charge-points/{chargePointId}/certificates", "Certificates")

REPORTED: dict[str, object] = {
    "certificateType": "CentralSystemRootCertificate",
    "hashData": [
        {
            "hashAlgorithm": "SHA256",
            "issuerNameHash": "9e1b2c",
            "issuerKeyHash": "4f5a6b",
            "serialNumber": "3c01",
        }
    ],
    "reportedAt": "2026-06-01T12:05:00.000Z",
}
INSTALLED: dict[str, object] = {
    "certificateType": "CentralSystemRootCertificate",
    "pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "digest": "5f3c9a1e",
    "installedAt": "2026-06-01T12:00:00.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


class Certificates(View):
    """Either all hash data of a type as last reported, or one certificate that was accepted."""

    certificate_type: str
    hash_data: list[dict[str, Any]] | None = None
    reported_at: Time | None = None
    pem: str | None = None
    digest: str | None = None
    installed_at: Time | None = None
    command_id: str | None = None


class KnownCertificates(Page[Certificates]):
    pass


@resource.operation(
    "GET", "", "viewer", shows(KnownCertificates, {"items": [REPORTED, INSTALLED]}), paged=True
)
def list_certificates(
    context: RequestContext,
    charge_point_id: str,
    certificate_type: Annotated[CertificateType | None, Query()] = None,
) -> KnownCertificates:
    """What a charge point last reported of its root certificates, and those it has accepted.

    Which hash data belong to which certificate only the charge point knows; one that it accepted
    may be gone meanwhile.
    """
    find(charge_point_id)
    prefix = f"CERTIFICATES#{certificate_type or ''}"
    own = of_partition(StateItem, f"CP#{charge_point_id}", prefix)
    found = part(own, context.paging.limit, context.paging.position, taking(StateItem))
    return KnownCertificates(
        items=_views(found.items), cursor=context.paging.cursor(found.position)
    )


def _views(items: Sequence[StateItem]) -> list[Certificates]:
    views = []
    for item in items:
        if isinstance(item, ReportedCertificates):
            views.append(
                Certificates(
                    certificate_type=item.certificate_type,
                    hash_data=item.hash_data,
                    reported_at=item.reported_at,
                )
            )
        elif isinstance(item, InstalledCertificate):
            views.append(
                Certificates(
                    certificate_type=item.certificate_type,
                    pem=item.pem,
                    digest=item.digest,
                    installed_at=item.installed_at,
                    command_id=item.command_id,
                )
            )
    return views
