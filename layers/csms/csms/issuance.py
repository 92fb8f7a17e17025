"""A charge point's certificate: what it asks for is judged, and the authority signs it.

Nobody who only answers charge points imports this: it brings `cryptography`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from csms import settings
from csms.domain.client_certificates import objection, renewal_at
from csms.domain.ends import warning_at
from csms.pki import authority, chains, drafts, private_keys
from csms.pki.authority import Issued, Subject
from csms.pki.requests import CertificateRequest, UnfitRequest, read
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate


@dataclass(frozen=True)
class Certified:
    """What was issued, the record of it, which is not written yet, and when its issuers end."""

    issued: Issued
    record: ClientCertificate
    authority: Sequence[AuthorityEnd]

    @property
    def wakes_at(self) -> datetime | None:
        """When its end is to be warned of, or it is to be renewed."""
        return wakes_at(self.record)


@dataclass(frozen=True)
class NewKey:
    """A private key, in PEM, and a request that it has signed; it is for whoever has asked."""

    private_key: str
    csr: str

    def __repr__(self) -> str:
        return "NewKey(…)"


def new_key(kind: Literal["RSA", "EC"], serial_number: str) -> NewKey:
    """For an installer."""
    private = private_keys.KINDS[kind]()
    subject = drafts.name(serial_number or "-", "")
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return NewKey(
        private_keys.pem(private),
        request.sign(private, hashes.SHA256()).public_bytes(Encoding.PEM).decode(),
    )


def certify(
    charge_point: ChargePoint,
    csr: str,
    at: datetime,
    *,
    source: str,
    lifetime: timedelta | None = None,
    approved: bool = False,
) -> Certified:
    """Raises UnfitRequest, AuthorityFails.

    `approved`: somebody has said that the names in the request may be others. The certificate bears
    the serial number and our organization all the same.
    """
    request = read(csr)
    cpo_name, serial_number = settings.cpo_name(), charge_point.serial_number
    why = objection(request.common_name, request.organizations, serial_number, cpo_name)
    if why and (serial_number is None or not approved):
        raise UnfitRequest(why)
    assert serial_number
    signing = authority.configured()
    issued = signing.issue(
        request,
        subject=Subject(serial_number=serial_number, organization=_organization(request, cpo_name)),
        at=at,
        lifetime=lifetime or settings.certificate_lifetime(),
    )
    record = _record(charge_point.charge_point_id, issued, at, source)
    return Certified(issued, record, _ends(signing))


def _ends(signing: authority.Authority) -> Sequence[AuthorityEnd]:
    """Each certificate of the authority once; what is not ours is not known."""
    ends = {}
    for one in (one for issuer in signing.issuers for one in issuer.certificates):
        end = AuthorityEnd.of(chains.sha256(one))
        end.subject, end.not_after = one.subject.rfc4514_string(), one.not_valid_after_utc
        ends[end.pk] = end
    return list(ends.values())


def _organization(request: CertificateRequest, cpo_name: str) -> str:
    """Ours; where we have no name, the one that was asked for."""
    return cpo_name or next(iter(request.organizations), "")


def _record(charge_point_id: str, issued: Issued, at: datetime, source: str) -> ClientCertificate:
    record = ClientCertificate.of(charge_point_id, issued.sha256)
    record.subject, record.issuer = issued.subject, issued.issuer
    record.serial_number = issued.serial_number
    record.source, record.issued_at = source, at
    record.not_before, record.not_after = issued.not_before, issued.not_after
    record.pem = issued.leaf_pem
    return record


def wakes_at(certificate: ClientCertificate) -> datetime | None:
    moments = [renewal_at(certificate), (warning_at(certificate) or (0, None))[1]]
    return min((one for one in moments if one), default=None)
