"""Keys, requests and certificates that the charge point, or its manufacturer, makes."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from csms_tools.certification.charge_point.certificates import PSS

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DAY = timedelta(days=1)


def new_key(kind: str) -> Key:
    """`kind`: RSA or EC."""
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key: Key) -> str:
    encoding, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, kind, serialization.NoEncryption()).decode()


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def signing_request(key: Key, serial_number: str, organization: str) -> str:
    """In the names that A00.FR.511 wants."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        _name(serial_number, organization)
    )
    request = builder.sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM).decode()


@dataclass(frozen=True)
class Authority:
    """One that the CSMS does not know, unless it is told of it."""

    key: Key
    certificate: x509.Certificate

    @classmethod
    def new(cls, name: str, kind: str = "EC") -> "Authority":
        key = new_key(kind)
        own = _unsigned(_name(name), _name(name), key, datetime.now(UTC) - DAY, 365 * DAY)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return cls(key, own.sign(key, hashes.SHA256()))

    @classmethod
    def read(cls, text: str) -> "Authority":
        """PEM: its key, then its certificate."""
        key = serialization.load_pem_private_key(text.encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise ValueError("the key is neither RSA nor of a curve")
        return cls(key, x509.load_pem_x509_certificate(text.encode()))

    @property
    def key_and_certificate(self) -> str:
        return key_pem(self.key) + self.pem

    @property
    def pem(self) -> str:
        return pem(self.certificate)

    def issue(
        self, key: Key, common_name: str, organization: str = "", *, begins: timedelta = -DAY
    ) -> x509.Certificate:
        """For two days, from so long after now."""
        subject, begun = _name(common_name, organization), datetime.now(UTC) + begins
        own = _unsigned(subject, self.certificate.subject, key, begun, 2 * DAY)
        own = own.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        return own.sign(self.key, hashes.SHA256())


def _name(common_name: str, organization: str = "") -> x509.Name:
    names = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organization:
        names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(names)


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: Key, begun: datetime, life: timedelta
) -> x509.CertificateBuilder:
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), number)
    return builder.not_valid_before(begun).not_valid_after(begun + life)


def signature(key: Key, data: bytes) -> str:
    """Base64, of SHA-256 by RSA-PSS or ECDSA (C-49)."""
    if isinstance(key, rsa.RSAPrivateKey):
        signed = key.sign(data, PSS, hashes.SHA256())
    else:
        signed = key.sign(data, ec.ECDSA(hashes.SHA256()))
    return base64.b64encode(signed).decode()
