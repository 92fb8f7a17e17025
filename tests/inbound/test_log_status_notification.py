from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from tests.conftest import Says
from tests.stored import reports_of
from tests.support import NOON


@pytest.mark.parametrize("status", ["Uploading", "UploadFailure", "Idle"])
def test_a_status_is_kept_whether_or_not_anybody_asked(status: str, says: Says) -> None:
    said = {"requestId": 3, "status": status}
    assert says("LogStatusNotification", said) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "LogStatusNotification")
    assert report.payload == said
    assert report.at == report.received_at == NOON
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    last = charge_point.statuses.as_dict()["LogStatusNotification"]
    assert last == {"status": status, "receivedAt": "2026-06-01T12:00:00.000+00:00"}


def test_a_status_of_another_message_is_kept_and_is_none(says: Says) -> None:
    assert says("LogStatusNotification", {"status": "UploadFailed"}) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "LogStatusNotification")
    assert report.payload == {"asSent": {"status": "UploadFailed"}}
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.statuses.as_dict() == {}


def test_a_status_that_is_right_but_for_case_and_blanks_is_that_status(says: Says) -> None:
    assert says("LogStatusNotification", {"status": " iDLE"}) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "LogStatusNotification")
    assert report.payload == {"status": "Idle", "asSent": {"status": " iDLE"}}


@pytest.mark.parametrize("said", [{}, {"status": None}, {"status": ""}])
def test_without_a_status_it_is_refused(said: dict[str, Any], says: Says) -> None:
    answer = says("LogStatusNotification", said)
    assert answer
    assert answer[0] == 4
    assert "status" in answer[3]
    assert reports_of("CP1", "LogStatusNotification") == []


def test_strict_refuses_a_status_of_another_message(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("LogStatusNotification", {"status": "UploadFailed"})
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]


def test_a_status_of_no_request_is_kept_too(says: Says) -> None:
    assert says("LogStatusNotification", {"status": "Idle"}) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "LogStatusNotification")
    assert report.payload == {"status": "Idle"}


@pytest.mark.parametrize(
    ("came", "number"), [("3", 3), (3.0, 3), (3.5, None), ("three", None), (None, None), ("", None)]
)
def test_the_number_of_a_request_is_whole_or_none(
    came: Any, number: int | None, says: Says
) -> None:
    said = {"requestId": came, "status": "Idle"}
    assert says("LogStatusNotification", said) == [3, "unique-1", {}]
    (report,) = reports_of("CP1", "LogStatusNotification")
    assert report.payload.get("requestId") == number
    assert report.payload.get("asSent", {}).get("requestId") == came
