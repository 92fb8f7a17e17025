"""A certificate authority for tests that issue, what charge points ask it for, and its failures."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from csms.pki.chains import PublicKey
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import signing_requests
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms_tools import authorities
from csms_tools.authorities import CertificateAuthority
from tests.certificates import csr, key, subject
from tests.conftest import client
from tests.support import NOON

YEAR = timedelta(days=365)


def authority(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An intermediate below a root, RSA and EC; where its document is."""
    issuers = [
        authorities.intermediate(
            key(kind, number=8),
            f"{kind} issuer",
            "Acme",
            above=_root(kind),
            at=NOON - YEAR,
            lifetime=8 * YEAR,
        )
        for kind in ("RSA", "EC")
    ]
    document = folder / "authority.json"
    document.write_text(authorities.document(issuers))
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", f"file:{document}")
    return document


@cache
def asks(common_name: str = "SN-1", organization: str = "Acme", *, number: int = 0) -> str:
    """A CSR; `number` makes it another."""
    return csr(key("EC", number=20 + number), subject(common_name, organization))


def requests(charge_point_id: str = "CP1") -> list[CertificateSigningRequest]:
    """The newest first."""
    return list(signing_requests.of_charge_point(charge_point_id))


def certificates(charge_point_id: str = "CP1") -> list[ClientCertificate]:
    """The one issued last first."""
    return list(issued_certificates.of_charge_point(charge_point_id))


def _root(kind: str) -> CertificateAuthority:
    made, begins = key(kind, number=7), NOON - YEAR
    return authorities.root(made, f"{kind} root", "Acme", at=begins, lifetime=9 * YEAR, below=1)


def authority_in_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its document is a secret, and its key stays in KMS."""
    kms = client("kms", "eu-west-1")
    made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    arn = made["KeyMetadata"]["Arn"]
    public = load_der_public_key(kms.get_public_key(KeyId=arn)["PublicKey"])
    assert isinstance(public, PublicKey)
    in_kms = authorities.intermediate(
        authorities.KeyInKms(arn, public),
        "In KMS",
        "Acme",
        above=_root("EC"),
        at=NOON - YEAR,
        lifetime=8 * YEAR,
    )
    secret = client("secretsmanager", "eu-west-1").create_secret(
        Name="authority", SecretString=authorities.document([in_kms])
    )
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", f"secretsmanager:{secret['ARN']}")
