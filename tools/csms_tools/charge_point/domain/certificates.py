"""Certificates: how they are named by hashes, and what makes one acceptable (C-45, C-47, C-48)."""

import base64
import textwrap
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509.oid import NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
ARMOUR = "-----BEGIN CERTIFICATE REQUEST-----\n{}\n-----END CERTIFICATE REQUEST-----\n"
ALGORITHMS: dict[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}


def chain(pem: str) -> list[x509.Certificate]:
    """The certificates of a PEM text, leaf first; none if it cannot be read as such."""
    try:
        return x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        return []


def _bits(certificate: x509.Certificate) -> bytes:
    """The subjectPublicKey without tag and length, as RFC 6960 hashes it."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    raise ValueError("only RSA and elliptic curve keys are known here")


def hash_data(
    certificate: x509.Certificate, issuer: x509.Certificate, algorithm: str
) -> dict[str, str]:
    def hashed(data: bytes) -> str:
        digest = Hash(ALGORITHMS[algorithm]())
        digest.update(data)
        return digest.finalize().hex()

    return {
        "hashAlgorithm": algorithm,
        "issuerNameHash": hashed(certificate.issuer.public_bytes()),
        "issuerKeyHash": hashed(_bits(issuer)),
        "serialNumber": f"{certificate.serial_number:x}",
    }


def signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def issuer_of(
    certificate: x509.Certificate, among: Iterable[x509.Certificate]
) -> x509.Certificate | None:
    return next((one for one in [certificate, *among] if signed_by(certificate, one)), None)


def valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def is_authority(certificate: x509.Certificate) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return constraints.value.ca


def strong(certificate: x509.Certificate) -> bool:
    """At least RSA 2048 or an elliptic curve of 224 bits (C-43)."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= 2048
    return isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 224


def new_key(kind: str) -> PrivateKey:
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def pem(certificates: Iterable[x509.Certificate]) -> str:
    encoded = (one.public_bytes(serialization.Encoding.PEM) for one in certificates)
    return b"".join(encoded).decode()


def signing_request(
    key: PrivateKey, serial_number: str, organisation: str, version: int = 0
) -> str:
    """CN is the serial number, O the operator: the whitepaper's A00.FR.511.

    `version`: of its PKCS#10, up to 127, of which none but 0 is right (RFC 2986 §4.1).
    """
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, serial_number)]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(attributes))
    request = builder.sign(key, hashes.SHA256())
    if version:
        der = _of_version(request, key, version)
        lines = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
        return ARMOUR.format(lines)
    return request.public_bytes(serialization.Encoding.PEM).decode()


def _of_version(request: x509.CertificateSigningRequest, key: PrivateKey, version: int) -> bytes:
    """The DER of the same request, signed as one that has always had this version."""
    told = request.tbs_certrequest_bytes
    told = told.replace(b"\x02\x01\x00", bytes([2, 1, version]), 1)
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(told, padding.PKCS1v15(), hashes.SHA256())
    else:
        signature = key.sign(told, ec.ECDSA(hashes.SHA256()))
    der = request.public_bytes(serialization.Encoding.DER)
    start = der.index(request.tbs_certrequest_bytes) + len(told)
    algorithm = der[start : start + 2 + der[start + 1]]
    return _tlv(0x30, told + algorithm + _tlv(0x03, b"\0" + signature))


def _tlv(tag: int, value: bytes) -> bytes:
    length = len(value)
    if length < 0x80:
        return bytes([tag, length]) + value
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + value


def objection_to_own(pem: str, key: PrivateKey | None, at: datetime, limit: int) -> str | None:
    """Why a signed certificate cannot become the charge point's own; None if it can."""
    certificates = chain(pem)
    if key is None:
        return "no certificate was asked for"
    if not certificates or len(pem) > limit:
        return "this is no certificate chain of at most the agreed size"
    if certificates[0].public_key() != key.public_key():
        return "the certificate is for another key"
    if not all(valid_at(certificate, at) for certificate in certificates):
        return "a certificate of the chain is not valid now"
    if not all(strong(certificate) for certificate in certificates):
        return "a key of the chain is too weak"
    links = pairwise(certificates)
    if not all(signed_by(lower, upper) for lower, upper in links):
        return "the chain is not in order, leaf first"
    return None
