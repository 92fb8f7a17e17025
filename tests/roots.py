"""Root certificates for tests."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from tests.certificates import NOW, YEAR, key, subject

ROOT = """\
-----BEGIN CERTIFICATE-----
MIIBIjCByaADAgECAgIPATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARSb290MCAX
DTI2MDEwMTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDARSb290
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElhiaUa893Z9getfteT/6bwO9gxdm
ff/2p1fKLdyk8HwQp0JqUjPK+oIkcu6ZEla9O9K67qk4NWMGCgImWq4vAKMTMBEw
DwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAo0YQTnAm5kX0b81p
CmJUMeSrAbY+ipeoXox+zezmXiACICNW3DUudv+H5D9mrBVMD0/zb8+NHIyULUTO
ldXCco3x
-----END CERTIFICATE-----
"""
"""A root that is always the same, valid for a hundred years; its serial number is 0F01."""


def root_pem(name: str, serial_number: int = 1, *, signed_by: str | None = None) -> str:
    """A certificate of a CA, by a key that goes with its name; or by that of another."""
    own, above = key("EC", number=len(name)), signed_by or name
    signer = key("EC", number=len(above))
    made = (
        x509.CertificateBuilder(subject(above), subject(name), own.public_key())
        .serial_number(serial_number)
        .not_valid_before(NOW - YEAR)
        .not_valid_after(NOW + YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()
