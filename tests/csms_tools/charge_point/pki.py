"""Certificates for a test: roots, leaves, and a server's."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# Valid now, whenever the tests run, and at their own noon.
BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
ENDS = datetime(2099, 1, 1, tzinfo=UTC)
Public = ec.EllipticCurvePublicKey


class Authority:
    def __init__(
        self,
        name: str = "Root",
        issuer: "Authority | None" = None,
        ends: datetime = ENDS,
        ca: bool = True,
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (issuer or self).issue(self.key.public_key(), self.name, ends, ca)

    @property
    def pem(self) -> str:
        return pem(self.certificate)

    def issue(
        self, key: Public, name: x509.Name | None = None, ends: datetime = ENDS, ca: bool = False
    ) -> x509.Certificate:
        local = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        builder = (
            x509.CertificateBuilder()
            .subject_name(name or x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "leaf")]))
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(BEGINS)
            .not_valid_after(min(ends, ENDS) if ends > BEGINS else BEGINS + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(local), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )
        if ca:
            usage = x509.KeyUsage(
                digital_signature=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            )
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def sign(self, csr: str) -> x509.Certificate:
        request = x509.load_pem_x509_csr(csr.encode())
        key = request.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return self.issue(key, request.subject)


def pem(*certificates: x509.Certificate) -> str:
    encoded = (one.public_bytes(serialization.Encoding.PEM) for one in certificates)
    return b"".join(encoded).decode()


def write(path: Path, authority: Authority) -> tuple[Path, Path]:
    """A leaf of this authority and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate, secret = path / "leaf.pem", path / "leaf.key"
    certificate.write_text(pem(authority.issue(key.public_key())))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
