import pytest

from csms.wire.ocpp16 import RegistrationStatus
from tests.actions import CSR
from tests.conftest import Says
from tests.stored import reports_of, set_registration


@pytest.mark.parametrize("registration", ["Accepted", "Pending"])
def test_a_request_is_kept_and_accepted(registration: RegistrationStatus, says: Says) -> None:
    set_registration("CP1", registration)
    assert says("SignCertificate", {"csr": CSR}) == [3, "unique-1", {"status": "Accepted"}]
    (report,) = reports_of("CP1", "SignCertificate")
    assert report.payload == {"csr": CSR}


def test_what_is_no_request_is_rejected_and_kept(says: Says) -> None:
    assert says("SignCertificate", {"csr": "hello"}) == [3, "unique-1", {"status": "Rejected"}]
    (report,) = reports_of("CP1", "SignCertificate")
    assert report.payload == {"csr": "hello"}


def test_a_rejected_charge_point_may_not_even_ask_wrongly(says: Says) -> None:
    set_registration("CP1", "Rejected")
    answer = says("SignCertificate", {"csr": "hello"})
    assert answer
    assert answer[:3] == [4, "unique-1", "SecurityError"]


def test_a_request_that_is_too_long_is_rejected_and_kept_whole(says: Says) -> None:
    long = CSR + "x" * 5500
    assert says("SignCertificate", {"csr": long}) == [3, "unique-1", {"status": "Rejected"}]
    (report,) = reports_of("CP1", "SignCertificate")
    assert report.payload["csr"] == long


@pytest.mark.parametrize("said", [{}, {"csr": None}])
def test_without_a_request_it_is_refused(said: dict[str, None], says: Says) -> None:
    answer = says("SignCertificate", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]


def test_strict_refuses_a_request_that_is_too_long(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("SignCertificate", {"csr": CSR + "x" * 5500})
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]
