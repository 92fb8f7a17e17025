"""Certificates and their chains: read, named, compared (C-45, C-47, C-48)."""

import re
from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ALGORITHMS: dict[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


class Unreadable(Exception):
    """What should be certificates is not."""


def split(pem: str) -> list[str]:
    """The certificates of a text, each alone and with LF; what stands between them is left out."""
    return [
        "\n".join(line.strip() for line in block.splitlines()) + "\n"
        for block in _BLOCK.findall(pem)
    ]


def read(pem: str) -> list[x509.Certificate]:
    """In the order of the text, at least one. Raises Unreadable."""
    try:
        found = [x509.load_pem_x509_certificate(block.encode()) for block in split(pem)]
    except ValueError as error:
        raise Unreadable("a certificate cannot be read") from error
    if not found:
        raise Unreadable("there is no certificate in it")
    return found


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def sha256(certificate: x509.Certificate) -> str:
    """Of its DER, in lower-case hex, as the edge tells it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def serial_number(certificate: x509.Certificate) -> str:
    """In hex without leading zeros (C-47)."""
    return f"{certificate.serial_number:x}"


def common_names(name: x509.Name) -> tuple[str, ...]:
    return _values(name, NameOID.COMMON_NAME)


def organizations(name: x509.Name) -> tuple[str, ...]:
    return _values(name, NameOID.ORGANIZATION_NAME)


def hash_data(
    certificate: x509.Certificate, issuer: x509.Certificate, algorithm: str
) -> dict[str, str]:
    """The certificateHashDataType of OCPP, which follows OCSP (RFC 6960 §4.1.1)."""
    builder = ocsp.OCSPRequestBuilder()
    asked = builder.add_certificate(certificate, issuer, ALGORITHMS[algorithm]()).build()
    return {
        "hashAlgorithm": algorithm,
        "issuerNameHash": asked.issuer_name_hash.hex(),
        "issuerKeyHash": asked.issuer_key_hash.hex(),
        "serialNumber": serial_number(certificate),
    }


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether its issuer's name and signature are those; says nothing of dates and constraints."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def is_self_signed(certificate: x509.Certificate) -> bool:
    return is_signed_by(certificate, certificate)


def is_authority(certificate: x509.Certificate) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, x509.ExtensionNotFound):
        return False
    return constraints.value.ca


def is_valid(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def path(
    certificate: x509.Certificate, among: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """Its issuer, the issuer's issuer and so on as far as they are there, a root included."""
    rest, found = list(among), [certificate]
    while not is_self_signed(found[-1]):
        above = next((each for each in rest if is_signed_by(found[-1], each)), None)
        if above is None:
            break
        rest.remove(above)
        found.append(above)
    return found[1:]


def key_type(key: CertificatePublicKeyTypes) -> str | None:
    """RSA or EC; None of another kind."""
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA"
    return "EC" if isinstance(key, ec.EllipticCurvePublicKey) else None


def is_strong(key: CertificatePublicKeyTypes) -> bool:
    """RSA of 2048 bits or a curve of 224 bits, and more (C-43), within what TLS can bear."""
    if isinstance(key, rsa.RSAPublicKey):
        return 2048 <= key.key_size <= 8192 and key.public_numbers().e >= 3
    return isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 224


def _values(name: x509.Name, oid: x509.ObjectIdentifier) -> tuple[str, ...]:
    values = (attribute.value for attribute in name.get_attributes_for_oid(oid))
    return tuple(value for value in values if isinstance(value, str))
