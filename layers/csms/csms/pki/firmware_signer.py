"""Firmware is signed by its SHA-256, so that nobody reads it here (Security Whitepaper, L01)."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import BaseModel, ConfigDict, ValidationError

from csms import aws, settings
from csms.pki import chains
from csms.pki.signers import PrivateKey

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
    scheme, _, place = reference.partition(":")
    if scheme not in _SOURCES:
        raise SigningFails("there is no key to sign firmware with: the parameter is not set")
    try:
        document = _Document.model_validate_json(_SOURCES[scheme](place))
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"])) or "JSON" for each in error.errors())
        raise SigningFails(f"the document of the signing keys is wrong at: {wrong}") from None
    return tuple(map(_signer, document.signers))


class _Signer(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    certificates: str
    key: str


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    signers: list[_Signer]


def _signer(said: _Signer) -> FirmwareSigner:
    if len(said.certificates) > LONGEST_CERTIFICATE:
        raise SigningFails("the certificates of a signing key are too long for OCPP")
    try:
        certificates = tuple(chains.read(said.certificates))
        key = load_pem_private_key(said.key.encode(), None)
    except chains.Unreadable as error:
        raise SigningFails(f"the document of the signing keys: {error}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm):  # they may quote it
        raise SigningFails("the document of the signing keys: a key cannot be read") from None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningFails("the document of the signing keys: a key is neither RSA nor of a curve")
    if key.public_key() != certificates[0].public_key():
        raise SigningFails("the document of the signing keys: a key is not that of its certificate")
    return FirmwareSigner(certificates, key)


def _file(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        raise SigningFails(f"{path} cannot be read: {error.strerror}") from error


def _secret(arn: str) -> str:
    try:
        answer = aws.client("secretsmanager").get_secret_value(SecretId=arn)
    except (ClientError, BotoCoreError) as error:
        raise SigningFails(f"the secret of the signing keys cannot be read: {error}") from error
    return str(answer["SecretString"])


_SOURCES: dict[str, Callable[[str], str]] = {"file": _file, "secretsmanager": _secret}
