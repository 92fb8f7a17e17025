from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.domain.problems import remedy
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import reports
from csms.store.table import delete, fetch, perform, when
from csms.wire.errors import OldSocket, Refused
from csms.wire.mending import ReceiptTime
from csms.wire.ocpp16 import Call, Request
from csms.wire.validation import validated
from inbound.firmware_status_notification import FirmwareStatusNotification
from inbound.log_status_notification import LogStatusNotification
from inbound.security_event_notification import SecurityEventNotification
from tests.stored import problems_of, refused_calls_of, reports_of, set_registration
from tests.support import NOON

INSTALLED: Request = FirmwareStatusNotification(status="Installed")
LATER = NOON + timedelta(hours=1)


def event(call: Call) -> None:
    request = SecurityEventNotification(type="FirmwareUpdated", timestamp=NOON)
    reports.keep(call, request, at=NOON, listed=True)


def test_a_status_without_a_time_is_a_new_one_at_every_time(call: Call) -> None:
    reports.keep(call, INSTALLED)
    reports.keep(call, INSTALLED)
    reports.keep(Call("CP1", "2", LATER), INSTALLED)
    kept = reports_of("CP1", "FirmwareStatusNotification")
    assert [one.received_at for one in kept] == [NOON, LATER]


def test_a_report_with_a_time_of_its_own_is_kept_once(call: Call) -> None:
    event(call)
    event(Call("CP1", "2", LATER))
    (kept,) = reports_of("CP1", "SecurityEventNotification")
    assert kept.received_at == NOON


def test_the_last_status_stands_at_the_charge_point(call: Call) -> None:
    reports.keep(call, INSTALLED)
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    last = charge_point.statuses.as_dict()["FirmwareStatusNotification"]
    assert last["status"] == "Installed"
    assert charge_point.last_seen_at == NOON


def test_how_a_job_goes_is_told_by_the_last_status_but_idle(call: Call) -> None:
    def progress() -> dict[str, Any] | None:
        (charge_point,) = fetch(ChargePoint.of("CP1"))
        assert charge_point
        return reports.progress_of(charge_point.statuses.as_dict(), "LogStatusNotification")

    assert progress() is None
    reports.keep(call, LogStatusNotification(status="Uploading", request_id=7))
    reports.keep(Call("CP1", "2", LATER), LogStatusNotification(status="Idle"))
    assert progress() == {"status": "Uploading", "receivedAt": when(NOON), "requestId": 7}
    reports.keep(Call("CP1", "3", LATER), LogStatusNotification(status="Uploaded"))
    assert progress() == {"status": "Uploaded", "receivedAt": when(LATER)}


def test_what_is_stored_has_names_that_a_person_can_read(call: Call) -> None:
    reports.keep(call, LogStatusNotification(status="Uploading", request_id=7))
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    names = {"LogStatusNotification", "LogStatusNotificationProgress"}
    assert charge_point.statuses.as_dict().keys() == names


def test_progress_that_was_written_under_its_old_name_is_read_until_there_is_news(
    call: Call,
) -> None:
    action, old = "LogStatusNotification", {"status": "Uploading", "receivedAt": when(NOON)}
    statuses = {action: old | {"status": "Idle"}, f"{action}#progress": old}
    assert reports.progress_of(statuses, action) == old
    news = {"status": "Uploaded", "receivedAt": when(LATER)}
    assert reports.progress_of(statuses | {f"{action}Progress": news}, action) == news


@pytest.mark.parametrize("mark", ["Progress", "#progress"])
def test_each_action_that_was_heard_has_its_last_status(mark: str) -> None:
    idle, busy = ({"status": said, "receivedAt": when(NOON)} for said in ("Idle", "Uploading"))
    statuses = {"LogStatusNotification": idle, f"LogStatusNotification{mark}": busy}
    assert reports.last_of(statuses) == {"LogStatusNotification": idle}


def test_one_who_may_not_speak_leaves_no_report(call: Call) -> None:
    set_registration("CP1", "Rejected")
    with pytest.raises(Refused, match="Rejected"):
        reports.keep(call, INSTALLED)
    assert reports_of("CP1", "FirmwareStatusNotification") == []


def test_a_refused_call_is_kept_once(call: Call) -> None:
    said = {"transactionId": "x", "meterStop": Decimal("0.5")}
    reports.keep_refused(call, "StopTransaction", said, "why")
    reports.keep_refused(Call("CP1", "2", LATER), "StopTransaction", said, "why now")
    (refused,) = refused_calls_of("CP1")
    assert refused.action == "StopTransaction"
    assert refused.payload == {"transactionId": "x", "meterStop": 0.5}
    assert (refused.received_at, refused.why) == (LATER, "why now")


def test_a_report_with_a_time_of_receipt_is_kept_once_by_what_it_said(call: Call) -> None:
    for at in (NOON, LATER):
        received = Call("CP1", "1", at)
        request = SecurityEventNotification(type="FirmwareUpdated", timestamp=at)
        request.was_mended({}, {"type": "FirmwareUpdated"})
        reports.keep(received, request, at=ReceiptTime.of(at), listed=True)
    (kept,) = reports_of("CP1", "SecurityEventNotification")
    assert kept.at == kept.received_at == NOON


def test_a_word_that_nobody_knows_is_kept_and_is_no_status(call: Call) -> None:
    payload = {"status": "Exploded", "requestId": 7}
    request = validated(LogStatusNotification, payload, lenient=True, at=NOON)
    reports.keep(call, request)
    (kept,) = reports_of("CP1", "LogStatusNotification")
    assert kept.payload == {"requestId": 7, "asSent": {"status": "Exploded"}}
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.statuses.as_dict() == {}


def test_a_refused_call_is_a_problem_that_names_it(call: Call) -> None:
    reports.keep_refused(call, "StopTransaction", {"transactionId": "x"}, "transactionId: none")
    (problem,) = problems_of("CP1")
    told = "StopTransaction: transactionId: none"
    assert (problem.what, problem.told) == ("MessageRefused", told)
    assert "refused calls" in remedy(problem)
    assert told in remedy(problem)


@pytest.mark.parametrize("generation", [None, "another"])
def test_of_what_comes_over_an_old_socket_nothing_is_kept(
    generation: str | None, call: Call
) -> None:
    if generation is None:
        perform(delete(ChargePoint.of("CP1")))
    old = replace(call, generation=generation)
    with pytest.raises(OldSocket):
        reports.keep_refused(old, "StopTransaction", {}, "why")
    assert refused_calls_of("CP1") == []
    assert problems_of("CP1") == []


DAY = timedelta(days=1)


def test_each_kind_is_kept_for_as_long_as_is_set(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, kind in enumerate(("REPORT", "SECURITY_EVENT", "REFUSED_CALL"), start=1):
        monkeypatch.setenv(f"{kind}_RETENTION_DAYS", str(number))
    reports.keep(call, INSTALLED)
    event(call)
    reports.keep_refused(call, "StopTransaction", {"transactionId": 7}, "because")
    (report,) = reports_of("CP1", "FirmwareStatusNotification")
    (security_event,) = reports_of("CP1", "SecurityEventNotification")
    (refused,) = refused_calls_of("CP1")
    kept = [one.expires_at for one in (report, security_event, refused)]
    assert kept == [NOON + DAY, NOON + 2 * DAY, NOON + 3 * DAY]


def test_what_is_set_to_be_kept_for_ever_does_not_expire(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("REPORT", "SECURITY_EVENT", "REFUSED_CALL"):
        monkeypatch.setenv(f"{kind}_RETENTION_DAYS", "0")
    reports.keep(call, INSTALLED)
    reports.keep_refused(call, "StopTransaction", {"transactionId": 7}, "because")
    (report,) = reports_of("CP1", "FirmwareStatusNotification")
    (refused,) = refused_calls_of("CP1")
    assert report.expires_at is refused.expires_at is None
