from typing import Any

from csms.store.reported.certificates import ReportedCertificates
from tests.csms.command_steps import CP, SECOND
from tests.outbound.support import ask
from tests.stored import certificates_of
from tests.support import NOON

CENTRAL = {"certificateType": "CentralSystemRootCertificate"}
MANUFACTURER = {"certificateType": "ManufacturerRootCertificate"}


def hash_data(serial_number: str = "0A1", **changes: str) -> dict[str, str]:
    return {
        "hashAlgorithm": "SHA384",
        "issuerNameHash": "ABCDEF",
        "issuerKeyHash": "012345",
        "serialNumber": serial_number,
    } | changes


def report(asked: dict[str, str], *certificates: dict[str, str], command_id: str = "ids") -> None:
    found = {"certificateHashData": list(certificates), "status": "Accepted"}
    said: dict[str, Any] = found if certificates else {"status": "NotFound"}
    ask("GetInstalledCertificateIds", asked, said, command_id=command_id)


def reported() -> dict[str, ReportedCertificates]:
    reports, _ = certificates_of(CP)
    return {one.certificate_type: one for one in reports}


def test_what_is_reported_is_remembered_as_it_was_told() -> None:
    report(CENTRAL, hash_data("0A1"), hash_data("b2", hashAlgorithm="SHA512"))
    (one,) = reported().values()
    assert one.certificate_type == "CentralSystemRootCertificate"
    assert one.hash_data == [hash_data("0A1"), hash_data("b2", hashAlgorithm="SHA512")]
    assert one.reported_at == NOON + SECOND


def test_every_type_is_reported_by_itself_and_the_last_report_counts() -> None:
    report(CENTRAL, hash_data("1"), hash_data("2"), command_id="first")
    report(MANUFACTURER, hash_data("3"), command_id="other")
    report(CENTRAL, hash_data("2"), command_id="second")
    assert {name: one.hash_data for name, one in reported().items()} == {
        "CentralSystemRootCertificate": [hash_data("2")],
        "ManufacturerRootCertificate": [hash_data("3")],
    }


def test_none_is_reported_as_none() -> None:
    report(CENTRAL, hash_data(), command_id="first")
    report(CENTRAL)
    assert reported()["CentralSystemRootCertificate"].hash_data == []
