"""Root certificates: what names one, and what speaks against installing it (C-47, C-48)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from csms.pki import chains

HashData = Mapping[str, str]


@dataclass(frozen=True)
class Root:
    """`hash_data`, one an algorithm, is without an issuerKeyHash where the issuer is not known."""

    sha256: str
    subject: str
    not_after: datetime
    hash_data: list[dict[str, str]]


def described(pem: str, others: Iterable[str] = ()) -> Root | None:
    """None for what is not one certificate; `others` may have issued it."""
    certificate = _only(pem)
    if certificate is None:
        return None
    try:
        return Root(
            chains.sha256(certificate),
            certificate.subject.rfc4514_string(),
            certificate.not_valid_after_utc,
            _hash_data(certificate, _readable(others)),
        )
    except ValueError:  # what is inside is read when it is asked for
        return None


def objection(pem: str, trusted: Sequence[str], *, vouched_for: bool = False) -> str | None:
    """Why it is no root, or not one that the charge point would take.

    `vouched_for`: a new root has to be signed by one of those that are trusted (M05.FR.08), so
    that it need not be signed by itself; of a charge point whose roots nobody knows neither is
    asked.
    """
    try:
        found = chains.read(pem)
    except chains.Unreadable as unreadable:
        return f"the text is no certificate in PEM: {unreadable}"
    if len(found) > 1:
        return f"there are {len(found)} certificates in the text, and it takes one"
    present = _readable(trusted)
    if found[0] in present:
        return None
    if vouched_for:
        signed = any(chains.is_signed_by(found[0], one) for one in present)
        if present and not signed:
            return (
                "AdditionalRootCertificateCheck is on, and it is not signed by the root that the "
                "charge point has"
            )
        return None
    return None if chains.is_self_signed(found[0]) else "it is not self-signed: it is no root"


def _only(pem: str) -> x509.Certificate | None:
    try:
        found = chains.read(pem)
    except chains.Unreadable:
        return None
    return found[0] if len(found) == 1 else None


def _readable(pems: Iterable[str]) -> list[x509.Certificate]:
    return [found for found in map(_only, pems) if found]


def _hash_data(
    certificate: x509.Certificate, others: Sequence[x509.Certificate]
) -> list[dict[str, str]]:
    issuer = next(
        (one for one in [certificate, *others] if chains.is_signed_by(certificate, one)), None
    )
    if issuer:
        return [chains.hash_data(certificate, issuer, name) for name in chains.ALGORITHMS]
    name = certificate.issuer.public_bytes()
    return [
        {
            "hashAlgorithm": algorithm,
            "issuerNameHash": hashlib.new(algorithm, name).hexdigest(),
            "serialNumber": chains.serial_number(certificate),
        }
        for algorithm in chains.ALGORITHMS
    ]
