"""A certificate authority for tests that issue, what charge points ask it for, and its failures."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import signing_requests
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms_tools import authorities
from tests.certificates import csr, key, subject
from tests.support import NOON

YEAR = timedelta(days=365)


def authority(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An intermediate below a root, RSA and EC; where its document is."""
    issuers = []
    for kind in ("RSA", "EC"):
        above = authorities.root(
            key(kind, number=7),
            f"{kind} root",
            "Acme",
            at=NOON - YEAR,
            lifetime=9 * YEAR,
            below=1,
        )
        issuers.append(
            authorities.intermediate(
                key(kind, number=8),
                f"{kind} issuer",
                "Acme",
                above=above,
                at=NOON - YEAR,
                lifetime=8 * YEAR,
            )
        )
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
