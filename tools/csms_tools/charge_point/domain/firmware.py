"""Firmware: its version; is the signing certificate good, and is the signature? (L01)"""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from csms_tools.charge_point.domain.certificates import chain, signed_by, valid_at

VERSION = re.compile(r"\d+(\.\d+)+")


def version_of(location: str, before: str) -> str:
    """As the file is named, 2.4.0 of x1-2.4.0.bin; else another one than before."""
    named = VERSION.search(urlsplit(location).path.rsplit("/", 1)[-1])
    return (named.group() if named else f"{before}+")[:50]


def signing_certificate(
    pem: str, manufacturer_roots: Sequence[x509.Certificate], at: datetime
) -> x509.Certificate | None:
    """The certificate to check with; where no manufacturer root is installed, any will do."""
    certificates = chain(pem)
    if not certificates or not valid_at(certificates[0], at):
        return None
    leaf, *higher = certificates
    trusted = [leaf in manufacturer_roots] + [
        signed_by(one, root) for one in (leaf, *higher) for root in manufacturer_roots
    ]
    return leaf if not manufacturer_roots or any(trusted) else None


def genuine(firmware: bytes, signature: str, certificate: x509.Certificate) -> bool:
    """SHA-256 over the whole file, RSA-PSS or ECDSA by the kind of the key (C-49)."""
    key = certificate.public_key()
    try:
        raw = base64.b64decode(signature, validate=True)
        if isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
            key.verify(raw, firmware, pss, hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, firmware, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
