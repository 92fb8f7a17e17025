"""Client certificates and certificate requests as operators see them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.http.models import Page, Time, View
from csms.store.provisioned.client_certificates import ClientCertificate as Certificate
from csms.store.reported.signing_requests import CertificateSigningRequest, State

Status = Literal["valid", "notYetValid", "expired", "revoked"]
DaysLeft = Annotated[int, Field(description="Whole days until it ends; negative afterwards.")]
EndsFrom = Annotated[Time | None, Query(alias="from", description="That end then, or later.")]
EndsTo = Annotated[Time | None, Query(alias="to", description="That end before that time.")]

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "sha256": SHA256,
    "status": "valid",
    "subject": "CN=SN-0001,O=Acme",
    "issuer": "CN=Acme charge points,O=Acme",
    "serialNumber": "5f3c9a1e",
    "source": "SignCertificate",
    "issuedAt": "2026-06-01T12:00:00.000Z",
    "notBefore": "2026-06-01T12:00:00.000Z",
    "notAfter": "2027-06-01T12:00:00.000Z",
    "handedOut": "Accepted",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "requestId": "5f3c9a1e5f3c9a1e5f3c9a1e5f3c9a1e",
    "pem": PEM,
}
REVOKED = EXAMPLE | {
    "status": "revoked",
    "revokedAt": "2026-06-02T08:00:00.000Z",
    "revokedBecause": "stolen from the van",
}
REQUEST: dict[str, object] = {
    "requestId": "5f3c9a1e5f3c9a1e5f3c9a1e5f3c9a1e",
    "chargePointId": "CP1",
    "state": "failed",
    "receivedAt": "2026-06-01T12:00:00.000Z",
    "reason": "its common name is SN-0002, the serial number SN-0001",
    "csr": "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n",
    "endedAt": "2026-06-01T12:00:01.000Z",
}
ISSUED: dict[str, object] = {
    **{name: EXAMPLE[name] for name in EXAMPLE if name not in ("commandId", "requestId")},
    "source": "installer",
    "handedOut": "ByHand",
    "chain": PEM + PEM,
    "privateKey": "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\n",
}


class ClientCertificate(View):
    """`source`: how it came to be. `handedOut`: what the charge point said of it, or ByHand."""

    charge_point_id: str
    sha256: Annotated[str, Field(description="Of its DER, in hex.")]
    status: Status
    subject: str
    issuer: str
    serial_number: Annotated[str, Field(description="Its own, in hex.")]
    source: str
    issued_at: Time
    not_before: Time | None = None
    not_after: Time | None = None
    handed_out: str | None = None
    command_id: str | None = None
    request_id: str | None = None
    first_used_at: Time | None = None
    revoked_at: Time | None = None
    revoked_because: str | None = None
    renewal_asked_at: Time | None = None
    pem: str | None = None


class ClientCertificates(Page[ClientCertificate]):
    pass


class IssuedCertificate(ClientCertificate):
    """With its chain, and its key if that was made here: this is the only time it is shown."""

    chain: Annotated[str, Field(description="The certificate, then its issuers; PEM.")]
    private_key: Annotated[str | None, Field(description="PKCS #8 in PEM, kept nowhere.")] = None


class CertificateRequest(View):
    """A CSR that came by SignCertificate; `reason` of what has failed, or is tried again."""

    request_id: str
    charge_point_id: str
    state: State
    received_at: Time
    reason: str | None = None
    attempts: int | None = None
    tried_again_at: Time | None = None
    sha256: Annotated[str | None, Field(description="Of the certificate.")] = None
    command_id: str | None = None
    form: Annotated[str | None, Field(description="chain, or leaf: that alone.")] = None
    approved_by: str | None = None
    ended_at: Time | None = None
    csr: str


class CertificateRequests(Page[CertificateRequest]):
    pass


def status_of(certificate: Certificate, at: datetime) -> Status:
    if certificate.revoked_at is not None:
        return "revoked"
    if certificate.not_before is not None and at < certificate.not_before:
        return "notYetValid"
    return "valid" if certificate.is_valid(at) else "expired"


def view(certificate: Certificate, at: datetime) -> ClientCertificate:
    return ClientCertificate(**members(certificate, at))


def members(certificate: Certificate, at: datetime) -> dict[str, Any]:
    """Of a view, by its fields."""
    own = ("charge_point_id", "sha256", "status")
    named = {name: getattr(certificate, name) for name in _FIELDS if name not in own}
    return named | {
        "charge_point_id": certificate.charge_point_id,
        "sha256": certificate.sha256,
        "status": status_of(certificate, at),
    }


_FIELDS = tuple(ClientCertificate.model_fields)


def request_view(request: CertificateSigningRequest) -> CertificateRequest:
    tried_again = request.wakes_at if request.state in ("waiting", "issued") else None
    return CertificateRequest(
        request_id=request.request_id,
        charge_point_id=request.charge_point_id,
        state=request.state,  # type: ignore[arg-type]
        received_at=request.received_at,
        reason=request.reason,
        attempts=request.attempts or None,
        tried_again_at=tried_again if request.attempts else None,
        sha256=request.sha256,
        command_id=request.command_id,
        form=request.form,
        approved_by=request.approved_by,
        ended_at=request.ended_at,
        csr=request.csr,
    )
