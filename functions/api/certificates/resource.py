"""/charge-points/{chargePointId}/certificates: the roots that a charge point trusts."""

from typing import Annotated, Any, get_args

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.http.models import Page, Time, View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms.store.paging import of_partition, part, taking
from csms.store.reported.certificates import (
    InstalledCertificate,
    OfCertificates,
    ReportedCertificates,
)
from csms.store.table import fetch
from csms.wire.ocpp16 import CertificateType

resource = Resource("/charge-points/{chargePointId}/certificates", "Certificates")

HASH_DATA = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "9e1b2c",
    "issuerKeyHash": "4f5a6b",
    "serialNumber": "3c01",
}
REPORTED: dict[str, object] = {
    "certificateType": "CentralSystemRootCertificate",
    "hashData": [HASH_DATA],
    "reportedAt": "2026-06-01T12:05:00.000Z",
}
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
INSTALLED: dict[str, object] = {
    "certificateType": "CentralSystemRootCertificate",
    "hashData": [HASH_DATA],
    "pem": PEM,
    "digest": "5f3c9a1e",
    "sha256": "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
    "subject": "CN=Example root",
    "notAfter": "2036-06-01T00:00:00.000Z",
    "stillThere": True,
    "installedAt": "2026-06-01T12:00:00.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


class Certificates(View):
    """Either all hash data of a type as last reported, or one certificate that was accepted.

    Of this `hashData` are its own: as they were reported, else as each algorithm gives them, where
    issuerKeyHash needs a known issuer. `stillThere` is left out if no report since can say.
    """

    certificate_type: str
    hash_data: list[dict[str, Any]] | None = None
    reported_at: Time | None = None
    pem: str | None = None
    digest: str | None = None
    sha256: str | None = None
    subject: str | None = None
    not_after: Time | None = None
    still_there: bool | None = None
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

    One that it accepted may be gone meanwhile: a newer report says so.
    """
    find(charge_point_id)
    own = of_partition(
        OfCertificates, f"CP#{charge_point_id}", f"{OfCertificates.PREFIX}{certificate_type or ''}"
    )
    found = part(own, context.paging.limit, context.paging.position, taking(OfCertificates))
    reports = reports_of(charge_point_id)
    return KnownCertificates(
        items=[_view(item, reports) for item in found.items],
        cursor=context.paging.cursor(found.position),
    )


def reports_of(charge_point_id: str) -> dict[str, ReportedCertificates]:
    """The last of each type."""
    reports = fetch(
        *(ReportedCertificates.of(charge_point_id, kind) for kind in get_args(CertificateType))
    )
    return {one.certificate_type: one for one in reports if isinstance(one, ReportedCertificates)}


def _view(item: OfCertificates, reports: dict[str, ReportedCertificates]) -> Certificates:
    shown = Certificates(certificate_type=item.certificate_type)
    if isinstance(item, ReportedCertificates):
        shown.hash_data, shown.reported_at = item.hash_data, item.reported_at
    elif isinstance(item, InstalledCertificate):
        report = reports.get(item.certificate_type)
        told = item.told_of(report)
        shown.hash_data = [told] if told else item.own_hash_data
        shown.pem, shown.digest = item.pem, item.digest
        shown.sha256, shown.subject = item.sha256, item.subject
        shown.not_after, shown.still_there = item.not_after, item.is_still_there(report)
        shown.installed_at, shown.command_id = item.installed_at, item.command_id
    return shown
