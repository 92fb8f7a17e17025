import pytest

from csms.store.table import perform, put
from tests.csms.command_steps import CP
from tests.outbound.support import ask, refusal
from tests.outbound.test_get_installed_certificate_ids import (
    CENTRAL,
    MANUFACTURER,
    hash_data,
    report,
    reported,
)
from tests.roots import ROOT
from tests.stored import certificates_of


def delete(serial_number: str, status: str = "Accepted") -> None:
    ask("DeleteCertificate", {"certificateHashData": hash_data(serial_number)}, {"status": status})


def serial_numbers() -> dict[str, list[str]]:
    return {
        name.removesuffix("RootCertificate"): [one["serialNumber"] for one in report.hash_data]
        for name, report in reported().items()
    }


@pytest.mark.parametrize("status", ["Accepted", "NotFound"])
@pytest.mark.parametrize("serial_number", ["2F", "2f"])
def test_what_is_not_there_any_more_is_not_reported(status: str, serial_number: str) -> None:
    report(CENTRAL, hash_data("1"), hash_data("2F"), command_id="central")
    report(MANUFACTURER, hash_data("3"), command_id="manufacturer")
    delete(serial_number, status)
    assert serial_numbers() == {"CentralSystem": ["1"], "Manufacturer": ["3"]}


def test_what_could_not_be_deleted_still_is() -> None:
    report(CENTRAL, hash_data("1"))
    delete("1", "Failed")
    assert serial_numbers() == {"CentralSystem": ["1"]}


def test_what_was_never_reported_is_not_invented() -> None:
    delete("1")
    assert reported() == {}


def test_the_last_root_for_a_central_system_is_not_deleted_by_mistake() -> None:
    def reason(serial_number: str) -> str | None:
        asked = {"certificateHashData": hash_data(serial_number)}
        return refusal("DeleteCertificate", asked)

    assert reason("1") is None
    report(MANUFACTURER, hash_data("3"), command_id="manufacturer")
    report(CENTRAL, hash_data("1"), hash_data("2"), command_id="central")
    assert reason("1") is None
    assert reason("3") is None
    delete("2")
    assert reason("4") is None
    assert reason("1") == "it is the last CentralSystemRootCertificate that was reported"


@pytest.mark.parametrize(("status", "left"), [("Accepted", 0), ("NotFound", 0), ("Failed", 1)])
def test_what_was_accepted_here_is_not_there_any_more_either(status: str, left: int) -> None:
    asked = {"certificateType": "ManufacturerRootCertificate", "certificate": ROOT}
    ask("InstallCertificate", asked, command_id="install")
    _, (one,) = certificates_of(CP)
    told = one.own_hash_data[1] | {"serialNumber": "0F01"}
    ask("DeleteCertificate", {"certificateHashData": told}, {"status": status})
    assert len(certificates_of(CP)[1]) == left


def test_one_that_an_older_version_kept_is_known_by_its_text() -> None:
    asked = {"certificateType": "ManufacturerRootCertificate", "certificate": ROOT}
    ask("InstallCertificate", asked, command_id="install")
    _, (one,) = certificates_of(CP)
    own = one.own_hash_data[0]
    one.hash_data = one.sha256 = one.subject = one.not_after = None
    perform(put(one))
    ask("DeleteCertificate", {"certificateHashData": own})
    assert certificates_of(CP) == ([], [])


def test_the_only_root_for_a_central_system_that_is_known_is_not_deleted_by_mistake() -> None:
    asked = {"certificateType": "CentralSystemRootCertificate", "certificate": ROOT}
    ask("InstallCertificate", asked, command_id="install")
    _, (one,) = certificates_of(CP)
    named = {"certificateHashData": one.own_hash_data[0]}
    assert refusal("DeleteCertificate", named) == (
        "it is the only CentralSystemRootCertificate that is known; ask for a report first"
    )
    assert refusal("DeleteCertificate", {"certificateHashData": hash_data("1")}) is None
    report(CENTRAL, one.own_hash_data[0], hash_data("1"))
    assert refusal("DeleteCertificate", named) is None
