"""Who signs the certificates of charge points, and what comes of it.

`CERTIFICATE_AUTHORITY` says where a JSON document is, `file:<path>` or `secretsmanager:<ARN>`:

    {"issuers": [
        {"certificates": "<PEM: the one that signs, then up to the root>", "key": "<PEM>"},
        {"certificates": "…", "kmsKeyId": "<ARN>"},
        {"est": {"url": "https://ca.example/.well-known/est", "username": "…", "password": "…",
                 "trust": "<PEM: the root of the server; without it the usual ones>"}}]}

The last is somebody else's, which speaks EST (RFC 7030); its certificates may be named, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from pydantic import Field

from csms import settings
from csms.pki import chains, documents, est, private_keys
from csms.pki.chains import PublicKey
from csms.pki.issuers import AuthorityFails, Issuer, OwnIssuer, Subject
from csms.pki.requests import CertificateRequest
from csms.pki.signers import KeySigner, KmsSigner

__all__ = ["Authority", "AuthorityFails", "Issued", "Subject", "configured", "load"]


@dataclass(frozen=True, kw_only=True)
class Issued:
    """`issuers_pem`: from the leaf's issuer upwards, each with LF, without the root.

    `sha256` in lower-case hex; `serial_number` in hex without leading zeros; names as RFC 4514.
    """

    leaf_pem: str
    issuers_pem: list[str]
    root_pem: str | None
    sha256: str
    serial_number: str
    not_before: datetime
    not_after: datetime
    subject: str
    issuer: str


@dataclass(frozen=True)
class Authority:
    issuers: tuple[Issuer, ...]

    def issue(
        self, request: CertificateRequest, *, subject: Subject, at: datetime, lifetime: timedelta
    ) -> Issued:
        """By the issuer whose key is of the same kind, else by the first.

        Raises AuthorityFails, also when what an issuer answers is not what was asked for.
        """
        leaf, *above = self._issuer_for(request).issue(request, subject, at, lifetime)
        if leaf.public_key() != request.public_key:
            raise AuthorityFails("the certificate is for another key")
        if chains.common_names(leaf.subject) != (subject.serial_number,):
            raise AuthorityFails("the certificate is for another serial number")
        path = chains.path(leaf, above)
        if not path:
            raise AuthorityFails("the certificate is not signed by its issuer's key")
        return Issued(
            leaf_pem=chains.pem(leaf),
            issuers_pem=[chains.pem(each) for each in path if not chains.is_self_signed(each)],
            root_pem=next((chains.pem(each) for each in path if chains.is_self_signed(each)), None),
            sha256=chains.sha256(leaf),
            serial_number=chains.serial_number(leaf),
            not_before=leaf.not_valid_before_utc,
            not_after=leaf.not_valid_after_utc,
            subject=leaf.subject.rfc4514_string(),
            issuer=leaf.issuer.rfc4514_string(),
        )

    def _issuer_for(self, request: CertificateRequest) -> Issuer:
        of_its_kind = (
            issuer
            for issuer in self.issuers
            if issuer.certificates
            and chains.key_type(issuer.certificates[0].public_key()) == request.key_type
        )
        return next(of_its_kind, self.issuers[0])


def configured() -> Authority:
    """The one of this deployment. Raises AuthorityFails, also if there is none."""
    return load(settings.certificate_authority() or "", pss=settings.rsa_pss())


def load(reference: str, *, pss: bool = False) -> Authority:
    """`pss`: how RSA keys sign (C-46). Raises AuthorityFails, if it cannot be had or used."""
    try:
        document = documents.read(reference, _Document)
    except documents.Unusable as error:
        raise AuthorityFails(str(error)) from None
    if document is None:
        raise AuthorityFails("there is no certificate authority")
    if not document.issuers:
        raise AuthorityFails("its document names no issuer")
    return Authority(tuple(_issuer(each, pss) for each in document.issuers))


class _Est(documents.Part):
    url: str
    username: str = ""
    password: str = ""
    trust: str = ""


class _Issuer(documents.Part):
    certificates: str = ""
    key: str | None = None
    kms_key_id: str | None = Field(None, alias="kmsKeyId")
    est: _Est | None = None


class _Document(documents.Part):
    issuers: list[_Issuer]


def _issuer(said: _Issuer, pss: bool) -> Issuer:
    ways = [said.key, said.kms_key_id, said.est]
    if sum(way is not None for way in ways) != 1:
        raise AuthorityFails("its document: an issuer has one of key, kmsKeyId and est")
    if said.est:
        certificates = _certificates(said.certificates) if said.certificates else ()
        server = est.Server(**said.est.model_dump())
        return est.EstIssuer(server, certificates)
    certificates = _certificates(said.certificates)
    public = certificates[0].public_key()
    if not isinstance(public, PublicKey) or not chains.is_strong(public):
        raise AuthorityFails("its document: the key is neither RSA nor of a curve, or too weak")
    if said.kms_key_id:
        return OwnIssuer(certificates, KmsSigner(said.kms_key_id, public, pss), "kms")
    try:
        key = private_keys.read(said.key or "", certificates[0])
    except private_keys.Unusable as error:
        raise AuthorityFails(f"its document: {error}") from None
    return OwnIssuer(certificates, KeySigner(key, pss), "key")


def _certificates(pem: str) -> tuple[x509.Certificate, ...]:
    try:
        certificates = tuple(chains.read(pem))
    except chains.Unreadable as error:
        raise AuthorityFails(f"its document: {error}") from error
    if not all(map(chains.is_authority, certificates)):
        raise AuthorityFails("its document: not every certificate is one of an authority")
    if not all(chains.is_signed_by(lower, upper) for lower, upper in pairwise(certificates)):
        raise AuthorityFails("its document: a certificate is not signed by the one that follows")
    return certificates
