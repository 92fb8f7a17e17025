import pytest

from csms.store.reported import certificates
from csms.store.reported.certificates import ReportedCertificates
from csms.store.table import ConditionFailed, perform, transact
from csms.wire.ocpp16 import CertificateHashData
from tests.stored import certificates_of
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"


def hash_data(serial_number: str, issuer_name_hash: str = "AB") -> CertificateHashData:
    return CertificateHashData(
        hash_algorithm="SHA256",
        issuer_name_hash=issuer_name_hash,
        issuer_key_hash="CD",
        serial_number=serial_number,
    )


def report(*found: CertificateHashData, hours: int = 0) -> ReportedCertificates:
    at = NOON.replace(hour=NOON.hour + hours)
    perform(certificates.reported("CP1", "CentralSystemRootCertificate", found, at))
    ((reported,), _) = certificates_of("CP1")
    return reported


def test_hash_data_are_kept_to_the_letter_and_compared_as_digits() -> None:
    reported = report(hash_data("0f"), hash_data("0F", "cd"))
    assert reported.hash_data == [hash_data("0f").to_wire(), hash_data("0F", "cd").to_wire()]
    assert reported.has(hash_data("0F"))
    assert reported.has(hash_data("0f", "CD"))
    assert not reported.has(hash_data("0f", "EF"))
    assert reported.without(hash_data("0F")) == [hash_data("0F", "cd").to_wire()]


def test_a_later_report_knows_better_than_a_deletion() -> None:
    early = report(hash_data("1"))
    report(hash_data("1"), hash_data("2"), hours=1)
    with pytest.raises(ConditionFailed):
        perform(certificates.deleted(early, hash_data("1")))
    latest = report(hash_data("1"), hash_data("2"), hours=2)
    perform(certificates.deleted(latest, hash_data("1")))
    ((left,), _) = certificates_of("CP1")
    assert left.hash_data == [hash_data("2").to_wire()]
    assert left.reported_at == latest.reported_at


def test_what_is_reported_and_what_was_installed_are_two_things() -> None:
    report(hash_data("1"))
    for text in ("one", "another"):
        transact(
            *certificates.installed("CP1", "ManufacturerRootCertificate", text, NOON, "command-1")
        )
    reported, installed = certificates_of("CP1")
    assert [one.certificate_type for one in reported] == [CENTRAL]
    assert {(one.certificate_type, one.pem) for one in installed} == {
        (MANUFACTURER, "one"),
        (MANUFACTURER, "another"),
    }
    assert len({one.digest for one in installed}) == 2
    assert certificates_of("CP2") == ([], [])
