"""/charge-points/{chargePointId}/certificates: roots are deleted, by digest or hash data."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.certificates.resource import HASH_DATA, reports_of
from api.charge_points.resource import find
from api.commands.parameters import Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms.store.reported.certificates import (
    InstalledCertificate,
    OfCertificates,
    ReportedCertificates,
)
from csms.store.table import StateItem, query
from csms.wire.ocpp16 import CertificateType

resource = Resource("/charge-points/{chargePointId}/certificates", "Certificates")

DELETED = COMMAND | {
    "action": "DeleteCertificate",
    "payload": {"certificateHashData": HASH_DATA},
}
DELETING = {name: DELETED[name] for name in list(DELETED)[:9]} | {"status": "Queued"}

Digits = Annotated[str, Query(min_length=1, max_length=128)]


@resource.operation(
    "DELETE",
    "/{certificate}",
    "operator",
    shows(Command, DELETING, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, DELETED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
)
def delete_root_certificate(
    context: RequestContext,
    charge_point_id: str,
    certificate: str,
    certificate_type: Annotated[CertificateType | None, Query()] = None,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Delete a root certificate that a charge point has accepted, by DeleteCertificate.

    `certificate` is its `digest`. It is named by its hash data as they were last reported, else as
    they are worked out here.
    """
    hash_data = _hash_data(charge_point_id, certificate, certificate_type)
    payload = {"certificateHashData": hash_data}
    return send_and_wait(context, charge_point_id, "DeleteCertificate", payload, sending, wait)


@resource.operation(
    "DELETE",
    "",
    "operator",
    shows(Command, DELETING, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, DELETED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
)
def delete_by_hash_data(
    context: RequestContext,
    charge_point_id: str,
    hash_algorithm: Annotated[Literal["SHA256", "SHA384", "SHA512"], Query()],
    issuer_name_hash: Digits,
    issuer_key_hash: Digits,
    serial_number: Annotated[str, Query(min_length=1, max_length=40)],
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Delete a root certificate by its hash data, which leave as they are given.

    The last CentralSystemRootCertificate that was reported is a 409, unless forced.
    """
    hash_data = {
        "hashAlgorithm": hash_algorithm,
        "issuerNameHash": issuer_name_hash,
        "issuerKeyHash": issuer_key_hash,
        "serialNumber": serial_number,
    }
    payload = {"certificateHashData": hash_data}
    return send_and_wait(context, charge_point_id, "DeleteCertificate", payload, sending, wait)


def _hash_data(charge_point_id: str, digest: str, kind: CertificateType | None) -> dict[str, str]:
    """Raises Problem."""
    find(charge_point_id)
    known = query(OfCertificates, f"CP#{charge_point_id}", OfCertificates.PREFIX)
    accepted = [
        one
        for one in known
        if isinstance(one, InstalledCertificate)
        and one.digest == digest
        and kind in (None, one.certificate_type)
    ]
    if not accepted:
        raise not_found(f"the certificate {digest} of {charge_point_id}")
    if len(accepted) > 1:
        raise Problem(409, "it was accepted as two types: say which certificateType is meant")
    reports = reports_of(charge_point_id)
    told = accepted[0].told_of(reports.get(accepted[0].certificate_type))
    return told or _worked_out(accepted[0], known)


def _worked_out(certificate: InstalledCertificate, known: list[OfCertificates]) -> dict[str, str]:
    """By the algorithm that the charge point has shown to know."""
    usual = next((name for one in known for name in _algorithms(one)), "SHA256")
    for hash_data in certificate.own_hash_data:
        if hash_data["hashAlgorithm"] == usual and "issuerKeyHash" in hash_data:
            return hash_data
    raise Problem(409, "its hash data cannot be worked out here: let the charge point tell them")


def _algorithms(item: StateItem) -> list[str]:
    told: list[dict[str, str]] = item.hash_data if isinstance(item, ReportedCertificates) else []
    return [one["hashAlgorithm"] for one in told]
