from datetime import timedelta
from pathlib import Path

import pytest

from csms.issuance import Certified, certify
from csms.pki import chains
from csms.pki.authority import AuthorityFails
from csms.pki.requests import UnfitRequest
from csms.store.provisioned.charge_points import ChargePoint
from tests.issuing import asks, authority
from tests.support import NOON

DAY = timedelta(days=1)


def issued(csr: str, serial_number: str | None = "SN-1", *, approved: bool = False) -> Certified:
    charge_point = ChargePoint.of("CP1")
    charge_point.serial_number = serial_number
    return certify(charge_point, csr, NOON, source="test", approved=approved)


@pytest.fixture(autouse=True)
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return authority(tmp_path, monkeypatch)


def test_what_is_issued_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERTIFICATE_LIFETIME_DAYS", "60")
    made = issued(asks())
    [leaf] = chains.read(made.issued.leaf_pem)
    record = made.record
    assert (record.charge_point_id, record.sha256) == ("CP1", chains.sha256(leaf))
    assert record.not_after == leaf.not_valid_after_utc == NOON + 60 * DAY
    assert (record.subject, record.source) == ("CN=SN-1,O=Acme", "test")
    assert record.pem == made.issued.leaf_pem
    assert made.wakes_at == NOON + 30 * DAY  # of which 30 are left; renewed later


def test_names_that_are_approved_are_replaced_by_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPO_NAME", "Volt")
    with pytest.raises(UnfitRequest):
        issued(asks("SN-2"))
    assert issued(asks("SN-2"), approved=True).record.subject == "CN=SN-1,O=Volt"


def test_without_a_serial_number_nothing_is_issued_approved_or_not() -> None:
    for approved in (False, True):
        with pytest.raises(UnfitRequest):
            issued(asks(), None, approved=approved)


def test_without_an_authority_nothing_is_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", "")
    with pytest.raises(AuthorityFails):
        issued(asks())
