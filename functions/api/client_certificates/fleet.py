"""/client-certificates, of the whole fleet by their ends, and /certificate-authority."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.client_certificates.views import (
    EXAMPLE,
    PEM,
    SHA256,
    ClientCertificates,
    DaysLeft,
    EndsFrom,
    EndsTo,
    Status,
    status_of,
    view,
)
from api.http.models import Time, View
from api.http.operations import Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms import settings
from csms.domain.ends import Warned, days_left, warning
from csms.store.paging import by_end, part, reading
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate

resource = Resource("", "Client certificates")

ISSUER: dict[str, object] = {
    "kind": "key",
    "keyType": "RSA",
    "subject": "CN=Acme charge points,O=Acme",
    "issuer": "CN=Acme root,O=Acme",
    "serialNumber": "3c01",
    "sha256": SHA256,
    "notBefore": "2026-01-01T00:00:00.000Z",
    "notAfter": "2036-01-01T00:00:00.000Z",
    "daysLeft": 3500,
    "certificates": PEM + PEM,
}
AUTHORITY: dict[str, object] = {
    "issuers": [ISSUER],
    "rsaSignature": "SHA256withRSA",
    "lifetimeDays": 365,
    "cpoName": "Acme",
}


class Issuer(View):
    """One that signs; of an external one only its `kind` is known here."""

    kind: Annotated[str, Field(description="Where its key is: key, kms, or est if it is not ours.")]
    key_type: str | None = None
    subject: str | None = None
    issuer: str | None = None
    serial_number: str | None = None
    sha256: str | None = None
    not_before: Time | None = None
    not_after: Time | None = None
    days_left: DaysLeft | None = None
    warning: Warned | None = None
    certificates: Annotated[str | None, Field(description="Its own, up to the root; PEM.")] = None


class CertificateAuthority(View):
    issuers: list[Issuer]
    rsa_signature: Literal["SHA256withRSA", "RSA-PSS"]
    lifetime_days: int
    cpo_name: str | None = None


@resource.operation(
    "GET",
    "/client-certificates",
    "viewer",
    shows(ClientCertificates, {"items": [EXAMPLE]}),
    paged=True,
)
def list_all_client_certificates(
    context: RequestContext,
    since: EndsFrom = None,
    until: EndsTo = None,
    status: Annotated[Status | None, Query()] = None,
) -> ClientCertificates:
    """The client certificates of the whole fleet, those that end first first."""

    def wanted(certificate: ClientCertificate) -> bool:
        return status in (None, status_of(certificate, context.at))

    ranges = by_end(ClientCertificate, issued_certificates.BY_END, since, until)
    load = reading(ClientCertificate, wanted)
    found = part(ranges, context.paging.limit, context.paging.position, load)
    return ClientCertificates(
        items=[view(one, context.at) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation(
    "GET",
    "/certificate-authority",
    "viewer",
    shows(CertificateAuthority, AUTHORITY),
    problems=(409,),
)
def read_certificate_authority(context: RequestContext) -> CertificateAuthority:
    """Who signs the certificates of charge points, and until when."""
    from csms.pki import authority, chains  # these bring `cryptography`

    if settings.certificate_authority() is None:
        raise not_found("a certificate authority")
    try:
        found = authority.configured()
    except authority.AuthorityFails as failure:
        raise Problem(409, f"the certificate authority fails: {failure.reason}") from None
    issuers = []
    for one in found.issuers:
        if not one.certificates:
            issuers.append(Issuer(kind=one.kind))
            continue
        own = one.certificates[0]
        issuers.append(
            Issuer(
                kind=one.kind,
                key_type=chains.key_type(own.public_key()),
                subject=own.subject.rfc4514_string(),
                issuer=own.issuer.rfc4514_string(),
                serial_number=chains.serial_number(own),
                sha256=chains.sha256(own),
                not_before=own.not_valid_before_utc,
                not_after=own.not_valid_after_utc,
                days_left=days_left(own.not_valid_after_utc, context.at),
                warning=warning(own.not_valid_after_utc, context.at),
                certificates="".join(map(chains.pem, one.certificates)),
            )
        )
    return CertificateAuthority(
        issuers=issuers,
        rsa_signature="RSA-PSS" if settings.rsa_pss() else "SHA256withRSA",
        lifetime_days=settings.certificate_lifetime().days,
        cpo_name=settings.cpo_name() or None,
    )
