"""Firmware is signed by its SHA-256, so that nobody reads it here (Security Whitepaper, L01)."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from csms import settings
from csms.pki import chains, documents, private_keys
from csms.pki.private_keys import PrivateKey

LONGEST_CERTIFICATE = 5500  # characters, of signingCertificate


class SigningFails(Exception):
    """In words for an operator, without a secret."""


@dataclass(frozen=True)
class Signed:
    """`certificate`: PEM, that of the key first, then those above it but for a root."""

    certificate: str
    signature: str


@dataclass(frozen=True)
class FirmwareSigner:
    certificates: tuple[x509.Certificate, ...]
    key: PrivateKey

    @property
    def kind(self) -> str | None:
        return chains.key_type(self.key.public_key())

    def sign(self, sha256: bytes, at: datetime) -> Signed:
        """RSA-PSS or ECDSA, over a file of this SHA-256 (C-49). Raises SigningFails."""
        if not chains.is_valid(self.certificates[0], at):
            raise SigningFails("the certificate of the signing key is not valid now")
        hashed = Prehashed(hashes.SHA256())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            signature = self.key.sign(sha256, ec.ECDSA(hashed))
        else:
            pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
            signature = self.key.sign(sha256, pss, hashed)
        leaf, *above = self.certificates
        told = [leaf, *(one for one in above if not chains.is_self_signed(one))]
        return Signed("".join(map(chains.pem, told)), b64encode(signature).decode())


def configured(kind: str | None = None) -> FirmwareSigner:
    """The one of this deployment, with that kind of key, else the first. Raises SigningFails."""
    signers = load(settings.firmware_signer() or "")
    found = next((one for one in signers if kind in (None, one.kind)), None)
    if found is None:
        raise SigningFails(f"there is no {kind} key to sign firmware with")
    return found


def load(reference: str) -> tuple[FirmwareSigner, ...]:
    """`file:…` or `secretsmanager:…`. Raises SigningFails, if it cannot be had or used."""
    try:
        document = documents.read(reference, _Document)
    except documents.Unusable as error:
        raise SigningFails(f"the signing keys: {error}") from None
    if document is None:
        raise SigningFails("there is no key to sign firmware with: the parameter is not set")
    return tuple(map(_signer, document.signers))


class _Signer(documents.Part):
    certificates: str
    key: str


class _Document(documents.Part):
    signers: list[_Signer]


def _signer(said: _Signer) -> FirmwareSigner:
    if len(said.certificates) > LONGEST_CERTIFICATE:
        raise SigningFails("the certificates of a signing key are too long for OCPP")
    try:
        certificates = tuple(chains.read(said.certificates))
        key = private_keys.read(said.key, certificates[0])
    except (chains.Unreadable, private_keys.Unusable) as error:
        raise SigningFails(f"the document of the signing keys: {error}") from None
    return FirmwareSigner(certificates, key)
