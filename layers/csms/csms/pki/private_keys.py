"""Private keys: made, written, and read from what somebody else has written."""

from collections.abc import Callable

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# of the least size that every charge point takes
KINDS: dict[str, Callable[[], PrivateKey]] = {
    "RSA": lambda: rsa.generate_private_key(65537, 2048),
    "EC": lambda: ec.generate_private_key(ec.SECP256R1()),
}


class Unusable(Exception):
    """Says why, and nothing of the key."""


def pem(key: PrivateKey) -> str:
    """PKCS #8, which nothing encrypts."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def read(text: str, certificate: x509.Certificate) -> PrivateKey:
    """The key of that certificate. Raises Unusable."""
    try:
        key = load_pem_private_key(text.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # they may quote it
        raise Unusable("the private key cannot be read") from None
    if not isinstance(key, PrivateKey):
        raise Unusable("the key is neither RSA nor of a curve")
    if key.public_key() != certificate.public_key():
        raise Unusable("the key is not that of the first certificate")
    return key
