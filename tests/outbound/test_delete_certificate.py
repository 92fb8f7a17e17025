import pytest

from tests.outbound.support import ask, refusal
from tests.outbound.test_get_installed_certificate_ids import (
    CENTRAL,
    MANUFACTURER,
    hash_data,
    report,
    reported,
)


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
