import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.job_progress import UPLOAD, due, of_charge_point, work_out
from csms.store.commands import CommandRecord
from csms.store.commands.jobs import NOTIFICATIONS, Job
from csms.store.commands.seen_jobs import Seen
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.reports import Report
from csms.store.table import fetch, perform, put
from tests.conftest import Says
from tests.support import NOON

MINUTE = timedelta(minutes=1)
ENDS = {"Uploaded": "uploaded", "UploadFailure": "failed"}


def job(minute: float, action: str = "GetLog", status: str | None = "Accepted", **more: Any) -> Job:
    made = Job.of("CP1", f"command at {minute:05}")
    made.action, made.status, made.version = action, status, 1
    made.location = "https://files.example/"
    made.sent_at = NOON + minute * MINUTE
    made.opened_at = more.pop("opened_at", made.sent_at + MINUTE / 10) if status else None
    for name, value in more.items():
        setattr(made, name, value)
    return made


def heard(minute: float, status: str, action: str = "GetLog", **more: Any) -> Report:
    return Report(
        "CP#CP1",
        f"at {minute:05}",
        action=NOTIFICATIONS[action],
        payload={"status": status} | more,
        at=NOON + minute * MINUTE,
        received_at=NOON + minute * MINUTE,
    )


def seen(jobs: list[Job], *reports: Report, boot: tuple[float, str] | None = None) -> Seen:
    charge_point = ChargePoint.of("CP1")
    if boot:
        charge_point.booted_at = NOON + boot[0] * MINUTE
        charge_point.boot = {"firmwareVersion": boot[1]}
    return Seen(jobs, list(reports), charge_point, {})


def after(jobs: list[Job], *reports: Report, minute: float = 60) -> list[str | None]:
    work_out(seen(jobs, *reports), NOON + minute * MINUTE)
    return [one.progress for one in jobs]


def test_one_without_a_request_belongs_to_the_oldest_that_has_not_ended() -> None:
    jobs = [job(1), job(2), job(3)]
    reports = [heard(4, "Uploading"), heard(5, "Uploaded"), heard(6, "Uploading")]
    assert after(jobs, *reports) == ["Uploaded", "Uploading", None]
    assert [one.outcome for one in jobs] == ["uploaded", None, None]


def test_eight_in_a_row_end_one_after_the_other() -> None:
    jobs = [job(n / 10, "GetDiagnostics") for n in range(8)]
    statuses = [
        heard(5 + n + half, status, "GetDiagnostics")
        for n in range(8)
        for half, status in ((0.0, "Uploading"), (0.5, "Uploaded"))
    ]
    assert after(jobs, *statuses) == 8 * ["Uploaded"]
    assert [one.ended_at for one in jobs] == [NOON + (5.5 + n) * MINUTE for n in range(8)]


def test_one_with_a_request_belongs_to_that() -> None:
    jobs = [job(1, request_id=7), job(2, request_id=8)]
    assert after(jobs, heard(3, "Uploading", requestId=8)) == [None, "Uploading"]
    assert after(jobs, heard(4, "Uploaded", requestId=9)) == [None, "Uploading"]


def test_idle_and_what_no_status_is_are_nobodys() -> None:
    unknown = heard(3, "?")
    del unknown.payload["status"]
    assert work_out(seen([job(1)], heard(2, "Idle"), unknown), NOON) == []


def test_one_may_come_before_the_answer_and_not_before_the_command() -> None:
    one = job(2, opened_at=NOON + 4 * MINUTE)
    assert after([one], heard(1, "Uploaded"), heard(3, "Uploading")) == ["Uploading"]


def test_nothing_belongs_to_what_was_never_accepted_unless_its_answer_was_lost() -> None:
    waits, lost = job(1, "UpdateFirmware", None), job(2, "UpdateFirmware", "Unanswered")
    reports = [heard(3, "Downloading", "UpdateFirmware")]
    assert after([waits, lost], *reports, minute=3) == [None, "Downloading"]
    accepted = job(2.5, "UpdateFirmware")
    jobs = [job(2, "UpdateFirmware", "Unanswered"), accepted]
    assert after(jobs, *reports, minute=3) == [None, "Downloading"]


def test_what_comes_after_the_end_changes_nothing() -> None:
    one = job(1, request_id=7)
    reports = [heard(2, "Uploaded"), heard(3, "UploadFailure", requestId=7), heard(4, "Uploading")]
    claims = work_out(seen([one], *reports), NOON + 60 * MINUTE)
    assert (one.progress, one.outcome) == ("Uploaded", "uploaded")
    assert [claim.report for claim in claims] == reports[:2]


def test_an_answer_that_cancels_ends_all_before_it() -> None:
    jobs = [job(1), job(2, request_id=7), job(3, status="AcceptedCanceled", request_id=8)]
    late = heard(4, "UploadFailure", requestId=7)
    assert after(jobs, late) == ["Canceled", "Canceled", None]
    assert [one.outcome for one in jobs] == ["superseded", "superseded", None]


def test_what_was_uploaded_before_was_not_cancelled() -> None:
    jobs = [job(1), job(3, status="AcceptedCanceled")]
    assert after(jobs, heard(2, "Uploaded")) == ["Uploaded", None]


def test_an_upload_is_given_up_and_the_next_gets_what_comes() -> None:
    jobs = [job(1), job(2)]
    minute = UPLOAD / MINUTE
    reports = [heard(3, "Uploading"), heard(minute + 3.1, "Uploaded")]
    # the second was heard of never, and its time is over before
    assert after(jobs, *reports, minute=minute + 2.2) == ["Uploading", None]
    assert [one.outcome for one in jobs] == ["timedOut", "timedOut"]
    assert jobs[0].ended_at == NOON + 3 * MINUTE + UPLOAD


def test_its_time_runs_from_what_was_last_heard() -> None:
    one = job(1)
    assert due(one) == NOON + 1.1 * MINUTE + UPLOAD
    after([one], heard(9, "Uploading"))
    assert due(one) == NOON + 9 * MINUTE + UPLOAD


@pytest.mark.parametrize("progress", ["Uploaded", "Canceled", "PermissionDenied", "Uploading"])
def test_one_of_before_has_ended_if_it_had(progress: str) -> None:
    old = job(1, version=None, sent_at=None, progress=progress, progress_at=NOON + MINUTE)
    old.opened_at = NOON + MINUTE
    young = job(2)
    ended = progress != "Uploading"
    assert after([old, young], heard(3, "Uploaded"))[ended] == "Uploaded"
    ends = {"Uploaded": "uploaded", "Canceled": "superseded", "PermissionDenied": "failed"}
    assert old.outcome == ends.get(progress, "uploaded")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("CallError", "rejected"),
        ("Cancelled", "cancelled"),
        ("Expired", "failed"),
        ("NotConnected", "failed"),
        ("TimedOut", None),
        ("Queued", None),
    ],
)
def test_an_update_ends_with_its_command(status: str, outcome: str | None) -> None:
    one = job(1, "UpdateFirmware", None, asked_at=NOON)
    command = CommandRecord.of("CP1", one.command_id)
    command.status, command.created_at, command.ended_at = status, NOON, NOON + 2 * MINUTE
    command.error_code = "NotSupported"
    told = Seen([one], [], ChargePoint.of("CP1"), {one.command_id: command})
    work_out(told, NOON + 3 * MINUTE)
    assert one.outcome == outcome
    assert one.status == ("Unanswered" if status == "TimedOut" else None)


def test_what_was_heard_is_shown_before_it_is_written_down(says: Says) -> None:
    perform(put(job(1)))
    says("LogStatusNotification", {"status": "Uploaded"}, at=NOON + 2 * MINUTE)
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    (shown,) = of_charge_point(charge_point, NOON)
    assert (shown.progress, shown.has_ended) == ("Uploaded", True)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("job"), st.sampled_from([None, 1, 2, 3])),
        st.tuples(st.just("cancels"), st.sampled_from([None, 4, 5])),
        st.tuples(
            st.sampled_from(["Uploading", "Uploaded", "UploadFailure", "Idle"]),
            st.sampled_from([None, None, 1, 2, 3, 4, 9]),
        ),
    ),
    max_size=30,
)


@given(steps, st.data())
def test_any_interleaving_gives_each_status_to_its_job(
    steps: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    """Against whoever sees one after the other, with a look at any place in between."""
    jobs: list[Job] = []
    at_once: list[Job] = []
    reports: list[Report] = []
    owners: dict[str, str | None] = {}
    ended: dict[str, str] = {}
    worked_out: dict[str, str] = {}
    for minute, (what, number) in enumerate(steps):
        if what in ("job", "cancels"):
            status = "Accepted" if what == "job" else "AcceptedCanceled"
            if what == "cancels":
                ended |= {one.sk: "superseded" for one in jobs if one.sk not in ended}
            jobs.append(job(minute, status=status, request_id=number))
            jobs[-1].opened_at = jobs[-1].sent_at
            at_once.append(copy.deepcopy(jobs[-1]))
        else:
            report = heard(minute, what)
            if number is not None:
                report.payload["requestId"] = number
            reports.append(report)
            owner = _owner(jobs, ended, what, number)
            owners[report.sk] = owner
            if owner and owner not in ended and what in ENDS:
                ended[owner] = ENDS[what]
        if data.draw(st.booleans()):
            _look(jobs, reports, NOON + minute * MINUTE, worked_out)
    _look(jobs, reports, NOON + 60 * MINUTE, worked_out)
    assert worked_out == {sk: owner for sk, owner in owners.items() if owner}
    assert {one.sk: one.outcome for one in jobs if one.outcome} == ended
    stale = copy.deepcopy(at_once)  # read before others wrote down what is written by now
    assert work_out(seen(stale, *reports), NOON + 60 * MINUTE) == []
    for report in reports:
        report.job = None
    work_out(seen(at_once, *reports), NOON + 60 * MINUTE)
    assert [one.serialize() for one in at_once] == [one.serialize() for one in jobs]
    assert [one.serialize() for one in stale] == [one.serialize() for one in jobs]


def _owner(jobs: list[Job], ended: dict[str, str], status: str, number: int | None) -> str | None:
    if status == "Idle":
        return None
    if number is not None:
        return next((one.sk for one in reversed(jobs) if one.request_id == number), None)
    return next((one.sk for one in jobs if one.sk not in ended), None)


def _look(jobs: list[Job], reports: list[Report], at: datetime, found: dict[str, str]) -> None:
    for claim in work_out(seen(jobs, *reports), at):
        claim.report.job = claim.job.command_id
        assert claim.report.sk not in found
        found[claim.report.sk] = claim.job.sk


def test_what_waits_for_its_turn_is_not_given_up_with_what_was_before() -> None:
    waits = job(1, "SignedUpdateFirmware", None, asked_at=NOON, sent_at=None)
    cancels = job(2, "SignedUpdateFirmware", "AcceptedCanceled")
    command = CommandRecord.of("CP1", waits.command_id)
    command.status, command.created_at = "Queued", NOON
    command.until = NOON + 60 * MINUTE
    told = Seen([waits, cancels], [], ChargePoint.of("CP1"), {waits.command_id: command})
    work_out(told, NOON + 59 * MINUTE)
    assert (waits.outcome, waits.until) == (None, NOON + 60 * MINUTE)


def test_what_is_written_late_belongs_to_whose_it_was_and_changes_nothing() -> None:
    over = job(1, ended_at=NOON + 5 * MINUTE, outcome="uploaded", progress="Uploaded")
    is_open = job(2)
    (claim,) = work_out(seen([over, is_open], heard(3, "Uploading")), NOON + 6 * MINUTE)
    assert (claim.job is over, over.progress, is_open.progress) == (True, "Uploaded", None)


@pytest.mark.parametrize(("booted", "outcome"), [(0, None), (1.5, "installed"), (3, "installed")])
def test_a_boot_before_the_update_confirms_nothing(booted: float, outcome: str | None) -> None:
    update = job(1, "UpdateFirmware", expected_version="2.0")
    installed = heard(2, "Installed", "UpdateFirmware")
    work_out(seen([update], installed, boot=(booted, "2.0")), NOON + 4 * MINUTE)
    assert update.outcome == outcome


UPDATE = "UpdateFirmware"


def test_what_follows_on_an_installation_that_no_boot_confirms_is_of_the_next_update() -> None:
    waits, following = job(1, UPDATE, expected_version="2.0"), job(4, UPDATE)
    reports = [
        heard(2, "Downloading", UPDATE),
        heard(3, "Installed", UPDATE),
        heard(3.5, "Installed", UPDATE),
        heard(4.5, "Installed", UPDATE),
        heard(5, "Downloading", UPDATE),
        heard(6, "Installed", UPDATE),
    ]
    claims = work_out(seen([waits, following], *reports), NOON + 7 * MINUTE)
    assert [claim.job is following for claim in claims] == 4 * [False] + 2 * [True]
    assert (waits.outcome, waits.progress) == (None, "Installed")
    assert (following.outcome, following.ended_at) == ("installed", NOON + 6 * MINUTE)


def test_what_is_heard_of_the_next_update_is_its_own_however_late_it_is_worked_out() -> None:
    waits = job(1, UPDATE, expected_version="2.0", progress="Installed")
    waits.installed_at = waits.progress_at = NOON + 3 * MINUTE
    following = job(2, UPDATE)
    reports = [heard(2.5, "Downloaded", UPDATE), heard(5, "Downloading", UPDATE)]
    claims = work_out(seen([waits, following], *reports), NOON + 7 * MINUTE)
    assert [claim.job is following for claim in claims] == [False, True]
