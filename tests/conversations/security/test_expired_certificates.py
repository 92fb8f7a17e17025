"""A grace for certificates that have expired: TLS lets them pass, and the authorizer judges."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from csms.pki import chains
from csms.pki.authority import load
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import perform, put
from tests.certificates import show
from tests.conversations import running
from tests.conversations.running import Csms
from tests.stored import provision

YESTERDAY = timedelta(days=1)
LONG = timedelta(days=30)


@pytest.fixture(scope="module")
def csms() -> Iterator[Csms]:
    with running.up("--parameter", "ExpiredCertificateGraceDays=7") as csms:
        yield csms


def expired(csms: Csms, folder: Path, charge_point_id: str, ago: timedelta) -> Path:
    """A certificate of ours that is on record, with its key."""
    authority = load(f"file:{csms.ca.parents[1] / 'authority' / 'authority.json'}")
    at = datetime.now(UTC) - ago - LONG
    path = show(folder, authority, charge_point_id, at=at, lifetime=LONG)
    leaf = x509.load_pem_x509_certificate(path.read_bytes())
    record = ClientCertificate.of(charge_point_id, chains.sha256(leaf))
    record.subject, record.issuer = leaf.subject.rfc4514_string(), leaf.issuer.rfc4514_string()
    record.serial_number, record.source = chains.serial_number(leaf), "test"
    record.issued_at = record.not_before = leaf.not_valid_before_utc
    record.not_after = leaf.not_valid_after_utc
    with running.its_store(csms):
        provision(charge_point_id, security_profile=3, serial_number=charge_point_id)
        perform(put(record))
    return path


async def test_within_its_grace_an_expired_certificate_opens_a_socket(
    csms: Csms, tmp_path: Path
) -> None:
    certificate = expired(csms, tmp_path, "LATE", YESTERDAY)
    async with running.line(f"{csms.wss}/LATE", ca=csms.ca, certificate=certificate):
        pass


async def test_after_its_grace_it_is_refused_by_the_authorizer(csms: Csms, tmp_path: Path) -> None:
    certificate = expired(csms, tmp_path, "TOO-LATE", 10 * YESTERDAY)
    with pytest.raises(running.InvalidStatus) as refused:
        async with running.line(f"{csms.wss}/TOO-LATE", ca=csms.ca, certificate=certificate):
            pass
    assert refused.value.response.status_code == 403
