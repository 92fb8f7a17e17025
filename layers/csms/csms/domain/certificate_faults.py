"""Whether a certificate that the edge has verified is the one of this charge point (C-44)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from csms.domain import subjects
from csms.store.reported.security_events import Kind


@dataclass(frozen=True)
class Certificate:
    """One that we have on record, for we have issued it, or an operator has revoked it."""

    sha256: str
    issued_at: datetime
    not_before: datetime | None = None
    not_after: datetime | None = None
    revoked: bool = False

    def has_expired(self, at: datetime) -> bool:
        return self.not_after is not None and at > self.not_after


@dataclass(frozen=True)
class Fault:
    kind: Kind
    reason: str


REVOKED = Fault("RevokedCertificate", "the certificate is revoked")


def fault_of_serial_number(subject: str, serial_number: str | None) -> Fault | None:
    if serial_number is None or subjects.read(subject).common_name != serial_number:
        return Fault("ForeignCertificate", "the certificate belongs to another charge point")
    return None


def fault_of_organization(subject: str, cpo_name: str) -> Fault | None:
    """It may name several, and must the CPO's, where that is set."""
    if cpo_name and cpo_name not in subjects.read(subject).organizations:
        return Fault("ForeignCertificate", f"the certificate does not name {cpo_name} in its O")
    return None


def fault_on_record(
    certificate: Certificate | None,
    latest_issued_at: datetime | None,
    grace: timedelta,
    at: datetime,
) -> Fault | None:
    """`latest_issued_at`: of the latest that has ever been used, which shuts out those before.

    The edge looks at dates only where there is no grace. With one, of a certificate without a
    record nobody knows whether its time is over.
    """
    if certificate is None:
        if grace:
            return Fault("ExpiredCertificate", "nobody knows the end of this certificate")
        return None
    if certificate.revoked:
        return REVOKED
    if latest_issued_at is not None and certificate.issued_at < latest_issued_at:
        return Fault("FailedToAuthenticate", "a later certificate has been used since")
    if certificate.not_before is not None and at < certificate.not_before:
        return Fault("FailedToAuthenticate", "the certificate is not valid yet")
    if certificate.has_expired(at) and certificate.has_expired(at - grace):
        return Fault("ExpiredCertificate", "the certificate has expired")
    return None
