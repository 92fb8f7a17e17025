import json
import re
from datetime import timedelta
from typing import Any

import pytest

from csms import step_functions
from csms.domain.firmware_updates import TIMEOUTS
from csms.outbound import dispatch
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.commands.seen_jobs import newest
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported import connections
from csms.store.reported.reports import Report
from csms.store.table import perform, query, transact
from csms.wire.ocpp16 import spell_time
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, error, send, take_tasks
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions
from tests.workflows.running import come
from workflows import follow_jobs
from workflows.follow_jobs import Moved, execution_name, follow, look_at

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ASKED = {"location": "https://files.example/firmware.bin", "retrieveDate": spell_time(NOON)}
FIRMWARE = "FirmwareStatusNotification"
BOOT = {"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": "2.0"}


@pytest.fixture(autouse=True)
def cp(cp1: str, sockets: Sockets, updates: Executions) -> None:
    connected()


def begin(command_id: str = "update") -> None:
    send(command_id, "UpdateFirmware", ASKED)
    answer(command_id, {})


def kept(command_id: str = "update") -> Job:
    (found,) = [one for one in newest("CP1") if one.command_id == command_id]
    return found


def audited(command_id: str = "update", kind: str = "firmware-updates") -> list[Any]:
    entries = query(AuditEntry, partition(f"charge-points/CP1/{kind}/{command_id}"))
    return [entry.details["ended"]["outcome"] for entry in entries if entry.operation == "end"]


def test_an_update_that_was_accepted_gets_an_execution(updates: Executions) -> None:
    begin()
    assert come("follow-job", at=NOON + SECOND) == 1
    (execution,) = updates.all
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", execution["name"])
    due = NOON + SECOND + timedelta(seconds=TIMEOUTS["downloaded"])
    assert json.loads(execution["input"]) == {
        "chargePointId": "CP1",
        "commandId": "update",
        "attempt": 1,
        "dueAt": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_its_input_is_the_same_whatever_was_heard_meanwhile(
    updates: Executions, says: Says
) -> None:
    begin()
    come("follow-job", at=NOON + SECOND)
    says(FIRMWARE, {"status": "Downloaded"}, at=NOON + MINUTE)
    come("follow-statuses", at=NOON + MINUTE)
    follow("CP1", "update", NOON + MINUTE, again=True)
    assert (len(updates.all), kept().attempt, kept().phase) == (1, 1, "downloaded")


def test_an_execution_that_has_ended_is_replaced_by_the_reconciler_alone(
    updates: Executions,
) -> None:
    begin()
    come("follow-job", at=NOON + SECOND)
    updates.stop()
    follow("CP1", "update", NOON)
    assert (len(updates.all), kept().attempt) == (1, 1)
    follow("CP1", "update", NOON, again=True)
    assert (len(updates.all), kept().attempt) == (2, 2)
    assert updates.all[-1]["name"] == execution_name(kept())


def test_without_room_for_an_execution_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    monkeypatch.setattr(step_functions, "start", lambda *_: "NoRoom")
    come("follow-job", at=NOON + SECOND)
    assert not kept().has_ended


def test_statuses_are_written_down_with_their_job(says: Says) -> None:
    begin()
    come("follow-job", at=NOON + SECOND)
    for minute, status in enumerate(("Downloading", "Downloaded", "Installing", "Installed")):
        says(FIRMWARE, {"status": status}, at=NOON + (minute + 1) * MINUTE)
        come("follow-statuses", at=NOON + (minute + 1) * MINUTE)
    assert (kept().outcome, kept().ended_at) == ("installed", NOON + 4 * MINUTE)
    assert audited() == ["installed"]
    reports = query(Report, "CP#CP1", f"{FIRMWARE}#")
    assert [one.job for one in reports] == 4 * ["update"]


def test_tasks_that_are_lost_come_late_or_twice_change_nothing(says: Says) -> None:
    begin()
    statuses = ("Downloading", "Downloaded", "Installing", "Installed")
    for minute, status in enumerate(statuses):
        says(FIRMWARE, {"status": status}, at=NOON + (minute + 1) * MINUTE)
    tasks = [task for task in take_tasks() if task["task"] == "follow-statuses"]
    for task in (tasks[2], tasks[2], tasks[0]):
        follow_jobs.follow_statuses("CP1", task["notification"], NOON + 9 * MINUTE, NOON)
    assert (kept().outcome, audited()) == ("installed", ["installed"])


@pytest.mark.parametrize(("code", "outcome"), [("NotSupported", "rejected")])
def test_one_that_is_refused_has_ended_and_waits_for_nothing(
    code: str, outcome: str, updates: Executions
) -> None:
    send("update", "UpdateFirmware", ASKED)
    error("update", code)
    come("follow-job", at=NOON + SECOND)
    assert (kept().outcome, audited(), updates.all) == (outcome, [outcome], [])
    assert code in str(kept().reason)


def test_one_whose_answer_is_lost_is_known_by_its_statuses(says: Says, updates: Executions) -> None:
    send("update", "UpdateFirmware", ASKED, timeout=30)
    come("watch", at=NOON + 31 * SECOND)
    assert come("follow-job", at=NOON + 31 * SECOND) == 1
    assert (kept().status, len(updates.all)) == ("Unanswered", 1)
    says(FIRMWARE, {"status": "Downloading"}, at=NOON + MINUTE)
    come("follow-statuses", at=NOON + MINUTE)
    assert kept().phase == "downloading"
    answer("update", {}, at=NOON + 2 * MINUTE)
    assert (kept().status, kept().phase) == ("Accepted", "downloading")


def test_one_whose_connection_dies_before_the_answer_is_followed_at_once(
    says: Says, updates: Executions
) -> None:
    send("update", "UpdateFirmware", ASKED)
    take_tasks()
    before = connections.opened("CP1", "two", NOON + SECOND, security_profile=2, source_ip="")
    assert before
    dispatch.lost_soon(before)
    assert come("connection-lost", at=NOON + 3 * SECOND) == 1
    assert come("follow-job", at=NOON + 3 * SECOND) == 1
    assert (kept().status, kept().phase, len(updates.all)) == ("Unanswered", "requested", 1)
    says(FIRMWARE, {"status": "Installed"}, at=NOON + MINUTE)
    come("follow-statuses", at=NOON + MINUTE)
    assert (kept().outcome, audited()) == ("installed", ["installed"])


def test_one_that_is_never_answered_times_out() -> None:
    send("update", "UpdateFirmware", ASKED, timeout=30)
    come("watch", at=NOON + 31 * SECOND)
    come("follow-job", at=NOON + 31 * SECOND)
    look_at("CP1", "UpdateFirmware", NOON + 4 * MINUTE)
    assert kept().outcome is None
    look_at("CP1", "UpdateFirmware", NOON + 5 * MINUTE)
    assert (kept().outcome, kept().reason) == ("timedOut", "it was not accepted in time")


def test_a_status_before_the_answer_belongs_to_it(says: Says) -> None:
    send("update", "UpdateFirmware", ASKED)
    says(FIRMWARE, {"status": "Downloading"}, at=NOON + SECOND)
    come("follow-statuses", at=NOON + SECOND)
    assert kept().progress is None
    answer("update", {}, at=NOON + 2 * SECOND)
    come("follow-job", at=NOON + 2 * SECOND)
    assert (kept().progress, kept().phase) == ("Downloading", "downloading")


def test_an_upload_ends_too_and_has_no_execution(says: Says, updates: Executions) -> None:
    send("diagnostics", "GetDiagnostics", {"location": "ftp://files.example/"})
    answer("diagnostics", {"fileName": "d.zip"})
    says("DiagnosticsStatusNotification", {"status": "Uploaded"}, at=NOON + MINUTE)
    come("follow-job", "follow-statuses", at=NOON + MINUTE)
    assert kept("diagnostics").outcome == "uploaded"
    assert (audited("diagnostics", "jobs"), updates.all) == (["uploaded"], [])


def test_statuses_of_nobody_are_looked_at_in_vain(says: Says) -> None:
    says(FIRMWARE, {"status": "Downloading"})
    assert come("follow-statuses") == 1
    (report,) = query(Report, "CP#CP1", f"{FIRMWARE}#")
    assert report.job is None


def test_more_statuses_than_a_transaction_takes_are_written_down(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_jobs, "AT_ONCE", 2)
    begin()
    for second in range(5):
        says(FIRMWARE, {"status": "Downloading"}, at=NOON + (5 + second) * SECOND)
    says(FIRMWARE, {"status": "DownloadFailed"}, at=NOON + 20 * SECOND)
    look_at("CP1", "UpdateFirmware", NOON + MINUTE)
    reports = query(Report, "CP#CP1", f"{FIRMWARE}#")
    assert [one.job for one in reports] == 6 * ["update"]
    assert kept().outcome == "failed"


def test_who_writes_to_it_meanwhile_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    once = [lambda: perform(job_transitions.moved(kept()))]

    def beaten(*writes: Any) -> None:
        if once:
            once.pop()()
        transact(*writes)

    monkeypatch.setattr("workflows.follow_jobs.transact", beaten)
    look_at("CP1", "UpdateFirmware", NOON + timedelta(days=1))
    assert (kept().outcome, audited()) == ("timedOut", ["timedOut"])


def test_who_is_always_beaten_comes_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()

    def beaten(*writes: Any) -> None:
        perform(job_transitions.moved(kept()))
        transact(*writes)

    monkeypatch.setattr("workflows.follow_jobs.transact", beaten)
    with pytest.raises(Moved):
        look_at("CP1", "UpdateFirmware", NOON + timedelta(days=1))


def test_what_is_not_there_is_not_looked_for(updates: Executions) -> None:
    follow_jobs.follow_command("CP1", "unknown", NOON)
    follow_jobs.look_again("CP1", "unknown", NOON)
    assert look_at("CP9", "UpdateFirmware", NOON) == []
    assert updates.all == []


def test_a_boot_confirms_what_was_installed(says: Says) -> None:
    begin()
    one = kept()
    one.expected_version = "2.0"
    perform(job_transitions.moved(one))
    perform(job_transitions.awaits_boot("CP1", "update"))
    says(FIRMWARE, {"status": "Installed"}, at=NOON + MINUTE)
    come("follow-statuses", at=NOON + MINUTE)
    assert (kept().outcome, kept().phase) == (None, "rebooting")
    says("BootNotification", BOOT, at=NOON + 2 * MINUTE)
    assert come("follow-boot", at=NOON + 2 * MINUTE) == 1
    assert (kept().outcome, kept().reason) == ("installed", "a boot reported 2.0")
    says("BootNotification", BOOT, at=NOON + 3 * MINUTE)
    assert come("follow-boot", at=NOON + 2 * MINUTE) == 0


def test_what_is_installed_after_its_time_is_installed_late(says: Says) -> None:
    begin()
    look_at("CP1", "UpdateFirmware", NOON + DAY)
    assert (kept().outcome, audited()) == ("timedOut", ["timedOut"])
    says(FIRMWARE, {"status": "Installing"}, at=NOON + DAY)
    come("follow-statuses", at=NOON + DAY)
    assert kept().outcome == "timedOut"
    says(FIRMWARE, {"status": "Installed"}, at=NOON + DAY + MINUTE)
    for _ in range(2):
        follow_jobs.follow_statuses("CP1", FIRMWARE, NOON + 2 * DAY, NOON)
    assert (kept().outcome, kept().ended_at) == ("installed", NOON + DAY + MINUTE)
    assert sorted(audited()) == ["installed", "timedOut"]
    assert kept().reason == (
        "the charge point reported Installed, late: it had timed out at 2026-06-01T18:00:01.000Z"
        " (it was not downloaded in time)"
    )


def test_what_is_said_of_the_next_update_is_not_said_of_the_one_that_timed_out(says: Says) -> None:
    begin()
    look_at("CP1", "UpdateFirmware", NOON + DAY)
    says(FIRMWARE, {"status": "DownloadFailed"}, at=NOON + DAY)
    send("another", "UpdateFirmware", ASKED, at=NOON + DAY + SECOND)
    answer("another", {}, at=NOON + DAY + 2 * SECOND)
    says(FIRMWARE, {"status": "Installed"}, at=NOON + DAY + MINUTE)
    says(FIRMWARE, {"status": "Installed"}, at=NOON + DAY + 2 * MINUTE)
    follow_jobs.follow_statuses("CP1", FIRMWARE, NOON + DAY + 3 * MINUTE, NOON)
    assert (kept().outcome, kept("another").outcome) == ("timedOut", "installed")


@pytest.mark.parametrize("boots_first", [True, False])
def test_one_that_is_late_is_confirmed_by_its_boot_too(boots_first: bool, says: Says) -> None:
    begin()
    one = kept()
    one.expected_version = "2.0"
    perform(job_transitions.moved(one))
    perform(job_transitions.awaits_boot("CP1", "update"))
    look_at("CP1", "UpdateFirmware", NOON + DAY)
    said = [("BootNotification", BOOT), (FIRMWARE, {"status": "Installed"})]
    for minute, (action, payload) in enumerate(said if boots_first else reversed(said)):
        assert kept().outcome == "timedOut"
        says(action, payload, at=NOON + DAY + minute * MINUTE)
        come("follow-boot", "follow-statuses", at=NOON + DAY + minute * MINUTE)
    assert (kept().outcome, sorted(audited())) == ("installed", ["installed", "timedOut"])
    assert str(kept().reason).startswith("a boot reported 2.0, late: it had timed out")
    says("BootNotification", BOOT, at=NOON + 2 * DAY)
    assert come("follow-boot", at=NOON + 2 * DAY) == 0


def test_who_dies_between_two_parts_leaves_nothing_to_another_job(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_jobs, "AT_ONCE", 2)
    begin()
    begin("update-2")
    for second in range(5):
        says(FIRMWARE, {"status": "Downloading"}, at=NOON + (5 + second) * SECOND)
    says(FIRMWARE, {"status": "DownloadFailed"}, at=NOON + 20 * SECOND)
    parts = [transact]

    def dies(*writes: Any) -> None:
        if not parts:
            raise ConnectionError
        parts.pop()(*writes)

    monkeypatch.setattr("workflows.follow_jobs.transact", dies)
    with pytest.raises(ConnectionError):
        look_at("CP1", "UpdateFirmware", NOON + MINUTE)
    monkeypatch.setattr("workflows.follow_jobs.transact", transact)
    look_at("CP1", "UpdateFirmware", NOON + MINUTE, NOON)
    assert (kept().outcome, kept("update-2").progress) == ("failed", None)
    reports = query(Report, "CP#CP1", f"{FIRMWARE}#")
    assert [one.job for one in reports] == 6 * ["update"]
