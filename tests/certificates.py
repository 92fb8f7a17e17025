"""Keys, certificate requests and authorities for tests; what is costly is made once a process."""

from base64 import encodebytes
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from csms.pki import der, private_keys, requests
from csms.pki.authority import Authority, Subject
from csms.pki.issuers import OwnIssuer
from csms.pki.private_keys import PrivateKey
from csms.pki.signers import KeySigner
from csms_tools import authorities
from csms_tools.authorities import CertificateAuthority

NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)


@cache
def key(kind: str, size: int = 2048, number: int = 0) -> PrivateKey:
    """`number`: another one of the same kind."""
    if kind == "RSA":
        return rsa.generate_private_key(65537, size)
    return ec.generate_private_key(ec.SECP256R1())


def subject(common_name: str | None = "SN-1", organization: str = "Acme") -> x509.Name:
    names = []
    if organization:
        names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    if common_name is not None:
        names.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(names)


def signing_request(
    private: PrivateKey | None = None, name: x509.Name | None = None
) -> x509.CertificateSigningRequest:
    builder = x509.CertificateSigningRequestBuilder().subject_name(name or subject())
    return builder.sign(private or key("EC"), hashes.SHA256())


def csr(private: PrivateKey | None = None, name: x509.Name | None = None) -> str:
    return signing_request(private, name).public_bytes(Encoding.PEM).decode()


def armoured(encoded: bytes, label: str = "CERTIFICATE REQUEST") -> str:
    return f"-----BEGIN {label}-----\n{encodebytes(encoded).decode()}-----END {label}-----\n"


def csr_of_version(version: int, private: PrivateKey, name: x509.Name | None = None) -> str:
    """Signed as it is, as a widely used stack in C++ does it (C-62)."""
    usual = signing_request(private, name)
    _, *rest = der.parts(der.content(usual.tbs_certrequest_bytes))
    number = der.element(der.INTEGER, bytes([version]))
    signed = der.element(der.SEQUENCE, number, *rest)
    _, algorithm, _ = der.parts(der.content(usual.public_bytes(Encoding.DER)))
    if isinstance(private, rsa.RSAPrivateKey):
        signature = private.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        signature = private.sign(signed, ec.ECDSA(hashes.SHA256()))
    bits = der.element(der.BIT_STRING, b"\0", signature)
    return armoured(der.element(der.SEQUENCE, signed, algorithm, bits))


@cache
def root(kind: str = "EC", name: str = "Acme root", below: int = 1) -> CertificateAuthority:
    made = key(kind, number=len(name))
    return authorities.root(made, name, "Acme", at=NOW, lifetime=10 * YEAR, below=below)


@cache
def intermediate(kind: str = "EC", name: str = "Acme issuer") -> CertificateAuthority:
    made, above = key(kind, number=len(name)), root(kind)
    return authorities.intermediate(made, name, "Acme", above=above, at=NOW, lifetime=5 * YEAR)


def shown(
    folder: Path,
    issuer: CertificateAuthority,
    serial_number: str = "SN-1",
    *,
    at: datetime | None = None,
    lifetime: timedelta = YEAR,
) -> Path:
    """A file with a client's key, its certificate and those above."""
    issuers = (OwnIssuer(issuer.path, KeySigner(issuer.private_key), "key"),)
    return show(folder, Authority(issuers), serial_number, at=at, lifetime=lifetime)


def show(
    folder: Path,
    authority: Authority,
    serial_number: str = "SN-1",
    *,
    at: datetime | None = None,
    lifetime: timedelta = YEAR,
) -> Path:
    private = key("EC", number=99)
    issued = authority.issue(
        requests.read(csr(private)),
        subject=Subject(serial_number=serial_number, organization="Acme"),
        at=at or datetime.now(UTC),
        lifetime=lifetime,
    )
    path = folder / f"{serial_number}-{issued.serial_number}.pem"
    path.write_text("".join([private_keys.pem(private), issued.leaf_pem, *issued.issuers_pem]))
    return path
