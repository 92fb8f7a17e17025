"""A certificate signing request of a charge point: read, and checked as far as it can be alone.

PKCS #10 (RFC 2986): version, subject, key, attributes, and a signature by that key over them.
"""

import binascii
import re
import warnings
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from csms.pki import chains, der
from csms.pki.chains import PublicKey

_TEXT = re.compile(
    r"-----BEGIN (NEW )?CERTIFICATE REQUEST-----(?P<body>[A-Za-z0-9+/=\s]*)"
    r"-----END (NEW )?CERTIFICATE REQUEST-----"
)
_DIGESTS = (hashes.SHA224, hashes.SHA256, hashes.SHA384, hashes.SHA512)
_VERSION = der.element(der.INTEGER, b"\0")


class UnfitRequest(Exception):
    """`reason`: why nobody should sign it, in words for an operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class CertificateRequest:
    """`digest`: SHA-256 of its DER, in hex. `subject`: as RFC 4514 writes names."""

    public_key: PublicKey
    subject: str
    common_name: str | None
    organizations: tuple[str, ...]
    digest: str
    der: bytes

    @property
    def key_type(self) -> str:
        """RSA or EC."""
        return "RSA" if isinstance(self.public_key, rsa.RSAPublicKey) else "EC"


def read(pem: str) -> CertificateRequest:
    """One whose key is strong enough and has signed it. Raises UnfitRequest.

    A version other than 0 is overlooked: there are charge points that write one (C-62). What was
    signed are the bytes as they came.
    """
    encoded = _der(pem)
    try:
        request, signed = _parsed(encoded)
        with warnings.catch_warnings(action="ignore"):  # lengths of names are the CSMS's affair
            key, subject = request.public_key(), request.subject
    except (der.Malformed, x509.InvalidVersion, ValueError, UnsupportedAlgorithm) as error:
        raise UnfitRequest("it cannot be read as PKCS #10") from error
    if not isinstance(key, PublicKey):
        raise UnfitRequest("its key is neither RSA nor of an elliptic curve")
    if not chains.is_strong(key):
        raise UnfitRequest("its key is too weak: at least RSA 2048 or a curve of 224 bits")
    if not _has_signed(key, request, signed):
        raise UnfitRequest("its signature is not that of its key")
    names = chains.common_names(subject)
    if len(names) > 1:
        raise UnfitRequest("it has more than one common name")
    return CertificateRequest(
        public_key=key,
        subject=subject.rfc4514_string(),
        common_name=names[0] if names else None,
        organizations=chains.organizations(subject),
        digest=sha256(encoded).hexdigest(),
        der=encoded,
    )


def _der(pem: str) -> bytes:
    found = list(_TEXT.finditer(pem))
    if len(found) != 1:
        raise UnfitRequest("it is not one certificate request in PEM")
    try:
        return b64decode("".join(found[0]["body"].split()), validate=True)
    except binascii.Error as error:
        raise UnfitRequest("its PEM is no base64") from error


def _parsed(encoded: bytes) -> tuple[x509.CertificateSigningRequest, bytes]:
    """And the bytes that were signed; another version is read as if it were 0."""
    try:
        request = x509.load_der_x509_csr(encoded)
    except x509.InvalidVersion:
        [whole] = der.parts(encoded, der.SEQUENCE)
        signed, *signature = der.parts(der.content(whole), der.SEQUENCE)
        _, *rest = der.parts(der.content(signed), der.INTEGER)
        usual = der.element(der.SEQUENCE, _VERSION, *rest)
        return x509.load_der_x509_csr(der.element(der.SEQUENCE, usual, *signature)), signed
    return request, request.tbs_certrequest_bytes


def _has_signed(key: PublicKey, request: x509.CertificateSigningRequest, signed: bytes) -> bool:
    try:
        digest = request.signature_hash_algorithm
        parameters = request.signature_algorithm_parameters
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnfitRequest("its signature is of an unknown kind") from error
    if not isinstance(digest, _DIGESTS):
        raise UnfitRequest("its signature uses a digest that is none of SHA-2")
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if not isinstance(parameters, padding.PKCS1v15 | padding.PSS):
                return False
            key.verify(request.signature, signed, parameters, digest)
        else:
            if not isinstance(parameters, ec.ECDSA):
                return False
            key.verify(request.signature, signed, parameters)
    except InvalidSignature:
        return False
    return True
