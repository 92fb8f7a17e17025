"""TLS on the desk: a development CA, two server certificates, one port that serves both.

Certification wants ECDHE-ECDSA and static RSA suites at once (C-42), hence an EC and an RSA server
certificate. Each has a root of its own kind, for clients that know one kind only; `ca.pem` holds
both roots. The roots' keys are thrown away: what a desk once trusts can sign nothing more.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from csms.pki import chains, drafts, private_keys
from csms.pki.private_keys import PrivateKey

# TLS 1.3 has suites of its own, which this list does not touch.
SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)

_KINDS = ("EC", "RSA")
_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME
_ORGANIZATION = "CSMS development"
_LIFE = timedelta(days=825)
_RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Credentials:
    """PEM files: the roots to trust, and for each server certificate one with its key."""

    ca: Path
    servers: tuple[Path, ...]


def credentials(directory: Path, *, now: datetime | None = None) -> Credentials:
    """What the directory has; all of it made anew where something lacks or is about to expire."""
    now = now or datetime.now(UTC)
    servers = tuple(directory / f"server-{kind.lower()}.pem" for kind in _KINDS)
    found = Credentials(directory / "ca.pem", servers)
    if not all(_lasts(path, now) for path in (found.ca, *servers)):
        directory.mkdir(parents=True, exist_ok=True)
        roots = [_make(kind, path, now) for kind, path in zip(_KINDS, servers, strict=True)]
        found.ca.write_text("".join(roots))
    return found


def server_context(
    found: Credentials, *, clients: Sequence[Path] = (), whenever_valid: bool = False
) -> ssl.SSLContext:
    """Both certificates on one port.

    `clients`: roots of client certificates, which are asked for then; one of another root is
    refused in TLS, and none passes, as with CloudFront's optional mode. `whenever_valid`: so does
    one that has expired, as with its IgnoreCertificateExpiry. Raises OSError, with the file that
    has no certificates.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(":".join(SUITES))
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    for server in found.servers:
        context.load_cert_chain(server)
    for path in clients:
        try:
            context.load_verify_locations(path)
        except OSError as error:
            raise OSError(error.errno, "no certificates in it", str(path)) from error
        context.verify_mode = ssl.CERT_OPTIONAL
    if whenever_valid:
        context.verify_flags |= _NO_CHECK_TIME
    return context


def _lasts(path: Path, now: datetime) -> bool:
    if not path.exists():
        return False
    certificates = x509.load_pem_x509_certificates(path.read_bytes())
    return all(each.not_valid_after_utc > now + _RENEW_BEFORE for each in certificates)


def _make(kind: str, path: Path, now: datetime) -> str:
    """Write a server's key and certificate; returns its root."""
    root_key, key = private_keys.KINDS[kind](), private_keys.KINDS[kind]()
    root_name = f"CSMS development CA ({kind})"
    root = (
        _unsigned(root_name, root_name, root_key, root_key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(drafts.usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    addresses = [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    # static RSA encrypts the secret of the session with the certificate's key
    usage = drafts.usage(digital_signature=True, key_encipherment=kind == "RSA")
    server = (
        _unsigned("localhost", root_name, key, root_key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(private_keys.pem(key) + chains.pem(server))
    return chains.pem(root)


def _unsigned(
    common_name: str, issuer: str, key: PrivateKey, signer: PrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return drafts.certificate(
        drafts.name(common_name, _ORGANIZATION),
        key.public_key(),
        issuer=drafts.name(issuer, _ORGANIZATION),
        issuer_key=x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
        at=now,
        end=now + _LIFE,
    )
