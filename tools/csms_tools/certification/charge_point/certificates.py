"""How certificates, chains and signatures are judged, and named by hashes."""

import base64
import re
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

HASHES: dict[str, hashes.HashAlgorithm] = {
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}
SIGNED_WITH = {
    # of RSA no other is taken by the test tool (C-46)
    "RSA": {SignatureAlgorithmOID.RSA_WITH_SHA256},
    "EC": {
        SignatureAlgorithmOID.ECDSA_WITH_SHA256,
        SignatureAlgorithmOID.ECDSA_WITH_SHA384,
        SignatureAlgorithmOID.ECDSA_WITH_SHA512,
    },
}
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
_PEM = re.compile(
    r"(-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n?)+"
)


def read(text: str) -> list[x509.Certificate]:
    """A chain as OCPP has it: PEM with LF and nothing else; empty if it is none."""
    if not _PEM.fullmatch(text):
        return []
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        return []


def common_names(certificate: x509.Certificate) -> list[str]:
    return [
        str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    ]


def organizations(certificate: x509.Certificate) -> list[str]:
    found = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return [str(one.value) for one in found]


def is_strong(certificate: x509.Certificate) -> bool:
    """RSA of 2048 bits or more, or a curve of 224 or more (C-43)."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= 2048
    return isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 224


def is_valid(certificate: x509.Certificate) -> bool:
    begun, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return begun <= datetime.now(UTC) <= ends


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def leads_to(certificates: list[x509.Certificate], roots: list[x509.Certificate]) -> bool:
    """Whether each is signed by the next, and the last by one of the roots, or is one of them."""
    *lower, last = certificates
    if not all(map(is_signed_by, lower, certificates[1:])):
        return False
    return last in roots or any(is_signed_by(last, root) for root in roots)


def hash_data(
    certificate: x509.Certificate, issuer: x509.Certificate, algorithm: str
) -> dict[str, str]:
    """As OCSP has it: of the issuer's name in DER, and of the bits of its key (RFC 6960 §4.1.1)."""

    def hashed(data: bytes) -> str:
        digest = hashes.Hash(HASHES[algorithm])
        digest.update(data)
        return digest.finalize().hex()

    return {
        "hashAlgorithm": algorithm,
        "issuerNameHash": hashed(certificate.issuer.public_bytes()),
        "issuerKeyHash": hashed(_bits(issuer)),
        "serialNumber": f"{certificate.serial_number:x}",
    }


def _bits(certificate: x509.Certificate) -> bytes:
    key = certificate.public_key()
    encoding, kind = serialization.Encoding.DER, serialization.PublicFormat.PKCS1
    if isinstance(key, ec.EllipticCurvePublicKey):
        encoding = serialization.Encoding.X962
        kind = serialization.PublicFormat.UncompressedPoint
    return key.public_bytes(encoding, kind)


def is_signature(certificate: x509.Certificate, signed: str, data: bytes) -> bool:
    key = certificate.public_key()
    try:
        raw = base64.b64decode(signed, validate=True)
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, data, PSS, hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except (ValueError, InvalidSignature):
        return False
    return True
