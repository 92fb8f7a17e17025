"""A verified certificate, and whether it is the charge point's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from csms.domain.certificate_faults import (
    Certificate,
    fault_of_organization,
    fault_of_serial_number,
    fault_on_record,
)
from tests.support import NOON

DAY, NO_GRACE = timedelta(days=1), timedelta(0)
ISSUED = Certificate("5e" * 32, NOON - DAY, NOON - DAY, NOON + DAY)


@pytest.mark.parametrize(
    ("subject", "serial_number"), [("CN=A", "B"), ("CN=A", None), ("O=A", None), ("", "")]
)
def test_another_serial_number_is_another_charge_point(
    subject: str, serial_number: str | None
) -> None:
    fault = fault_of_serial_number(subject, serial_number)
    assert fault
    assert fault.kind == "ForeignCertificate"


def test_its_own_is_none() -> None:
    assert fault_of_serial_number("O=V,CN=A", "A") is None
    assert fault_of_organization("O=V,CN=A", "V") is None
    assert fault_of_organization("CN=A", "") is None
    assert fault_of_organization("CN=A", "V")


def test_to_the_very_end_it_is_valid() -> None:
    assert fault_on_record(ISSUED, None, NO_GRACE, ISSUED.not_after or NOON) is None
    fault = fault_on_record(ISSUED, None, NO_GRACE, NOON + DAY + timedelta(seconds=1))
    assert fault
    assert fault.kind == "ExpiredCertificate"


def test_a_later_one_that_was_used_shuts_it_out_and_one_as_old_does_not() -> None:
    assert fault_on_record(ISSUED, ISSUED.issued_at, NO_GRACE, NOON) is None
    assert fault_on_record(ISSUED, ISSUED.issued_at - DAY, NO_GRACE, NOON) is None
    fault = fault_on_record(ISSUED, ISSUED.issued_at + timedelta(seconds=1), NO_GRACE, NOON)
    assert fault
    assert fault.reason == "a later certificate has been used since"


def test_revoked_weighs_more_than_expired_and_no_grace_helps() -> None:
    revoked = replace(ISSUED, revoked=True, not_after=NOON - DAY)
    for grace in (NO_GRACE, 9 * DAY):
        fault = fault_on_record(revoked, NOON, grace, NOON)
        assert fault
        assert fault.kind == "RevokedCertificate"


def test_one_whose_dates_nobody_knows_is_valid_as_the_edge_says() -> None:
    unknown = replace(ISSUED, not_before=None, not_after=None)
    assert fault_on_record(unknown, None, NO_GRACE, NOON) is None
    assert fault_on_record(None, None, NO_GRACE, NOON) is None
