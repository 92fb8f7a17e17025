"""An issuer whose certificate is ours, and what all issuers have in common."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from csms.pki import drafts
from csms.pki.chains import PublicKey
from csms.pki.requests import CertificateRequest
from csms.pki.signers import Signer


class AuthorityFails(Exception):
    """`reason`: in words for an operator, without a secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Of a client certificate (C-44): its common name and, unless empty, its organization."""

    serial_number: str
    organization: str


class Issuer(Protocol):
    """`certificates`: its own first, then those above; none where only the issuer knows them."""

    @property
    def kind(self) -> str: ...

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]: ...

    def issue(
        self, request: CertificateRequest, subject: Subject, at: datetime, lifetime: timedelta
    ) -> tuple[x509.Certificate, ...]:
        """The leaf, then those above. Raises AuthorityFails."""
        ...


@dataclass(frozen=True)
class OwnIssuer:
    certificates: tuple[x509.Certificate, ...]
    signer: Signer
    kind: str

    def issue(
        self, request: CertificateRequest, subject: Subject, at: datetime, lifetime: timedelta
    ) -> tuple[x509.Certificate, ...]:
        """It ends no later than any above it."""
        end = min([at + lifetime, *(each.not_valid_after_utc for each in self.certificates)])
        if end <= at:
            raise AuthorityFails("the certificate of the authority has expired")
        try:
            unsigned = _unsigned(request.public_key, subject, self.certificates[0], at, end)
        except ValueError as error:
            raise AuthorityFails(f"this cannot be a subject: {error}") from error
        try:
            return self.signer.sign(unsigned), *self.certificates
        except (ClientError, BotoCoreError) as error:
            raise AuthorityFails(f"the key of the authority does not sign: {error}") from error


def _unsigned(
    key: PublicKey, subject: Subject, issuer: x509.Certificate, at: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        drafts.certificate(
            drafts.name(subject.serial_number, subject.organization),
            key,
            issuer=issuer.subject,
            issuer_key=_key_identifier(issuer),
            at=at,
            end=end,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(drafts.usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    )


def _key_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """As the issuer names itself, which need not be the usual digest."""
    named = [each.value for each in issuer.extensions]
    for value in named:
        if isinstance(value, x509.SubjectKeyIdentifier):
            return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(value)
    key = issuer.public_key()
    assert isinstance(key, PublicKey)
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key)
