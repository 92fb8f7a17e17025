"""Of several certificates the latest that was used counts, in whatever order they are used."""

from datetime import datetime, timedelta

import pytest

from csms.store.provisioned.certificates_in_use import adopt
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import fetch, perform, put
from tests.stored import provision
from tests.support import NOON

DAY = timedelta(days=1)
OLD, NEW = "0d" * 32, "5e" * 32


@pytest.fixture(autouse=True)
def cp1(store: None) -> None:
    provision("CP1", security_profile=3, serial_number="SN-7")
    for sha256 in (OLD, NEW):
        certificate = ClientCertificate.of("CP1", sha256)
        certificate.subject = certificate.issuer = certificate.serial_number = "told"
        certificate.source, certificate.issued_at = "test", NOON
        perform(put(certificate))


def in_use() -> tuple[str | None, datetime | None]:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point.certificate_in_use, charge_point.certificate_issued_at


def first_used(sha256: str) -> datetime | None:
    (certificate,) = fetch(ClientCertificate.of("CP1", sha256))
    assert certificate
    return certificate.first_used_at


def test_a_later_one_takes_its_place_and_an_earlier_one_does_not() -> None:
    adopt("CP1", OLD, NOON - DAY, NOON)
    assert in_use() == (OLD, NOON - DAY)
    adopt("CP1", NEW, NOON, NOON + DAY)
    assert in_use() == (NEW, NOON)
    adopt("CP1", OLD, NOON - DAY, NOON + 2 * DAY)
    assert in_use() == (NEW, NOON)
    assert (first_used(OLD), first_used(NEW)) == (NOON, NOON + DAY)


def test_used_again_it_was_first_used_when_it_was() -> None:
    adopt("CP1", NEW, NOON, NOON)
    adopt("CP1", NEW, NOON, NOON + DAY)
    assert first_used(NEW) == NOON


def test_one_without_a_record_or_a_charge_point_changes_nothing() -> None:
    adopt("CP1", "ab" * 32, NOON, NOON)
    adopt("CP2", NEW, NOON, NOON)
    assert in_use() == (None, None)
    assert fetch(ChargePoint.of("CP2")) == (None,)
