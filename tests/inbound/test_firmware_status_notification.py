from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from tests.conftest import Says
from tests.stored import reports_of
from tests.support import NOON


@pytest.mark.parametrize("status", ["Downloading", "InstallationFailed", "Idle"])
def test_a_status_is_kept_whether_or_not_anybody_asked(status: str, says: Says) -> None:
    said = {"status": status}
    assert says("FirmwareStatusNotification", said) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "FirmwareStatusNotification")
    assert report.payload == said
    assert report.at == report.received_at == NOON
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    last = charge_point.statuses.as_dict()["FirmwareStatusNotification"]
    assert last == {"status": status, "receivedAt": "2026-06-01T12:00:00.000+00:00"}


def test_a_status_of_another_message_is_kept_and_is_none(says: Says) -> None:
    assert says("FirmwareStatusNotification", {"status": "SignatureVerified"}) == [
        3,
        "unique-1",
        {},
    ]
    (report,) = reports_of("CP1", "FirmwareStatusNotification")
    assert report.payload == {"asSent": {"status": "SignatureVerified"}}
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.statuses.as_dict() == {}


def test_a_status_that_is_right_but_for_case_and_blanks_is_that_status(says: Says) -> None:
    assert says("FirmwareStatusNotification", {"status": " iDLE"}) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "FirmwareStatusNotification")
    assert report.payload == {"status": "Idle", "asSent": {"status": " iDLE"}}


@pytest.mark.parametrize("said", [{}, {"status": None}, {"status": ""}])
def test_without_a_status_it_is_refused(said: dict[str, Any], says: Says) -> None:
    answer = says("FirmwareStatusNotification", said)
    assert answer
    assert answer[0] == 4
    assert "status" in answer[3]
    assert reports_of("CP1", "FirmwareStatusNotification") == []


def test_strict_refuses_a_status_of_another_message(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("FirmwareStatusNotification", {"status": "SignatureVerified"})
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]
