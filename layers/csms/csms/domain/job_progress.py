"""What each job comes to, by the statuses that belong to it: worked out from what was said.

The same however often, and whenever, it is worked out: from statuses in the order of their
receipt, answers that cancel what was before, boots, and times that are over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from csms.domain import firmware_updates
from csms.domain.status_owners import may_come_late, owner
from csms.store.commands import CommandRecord
from csms.store.commands import seen_jobs as store
from csms.store.commands.jobs import ACCEPTED, FAILURES, NOTIFICATIONS, UNANSWERED, Job, Outcome
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.reports import Report

UPLOAD = timedelta(days=1)
"""So long after it was last heard of, an upload is given up."""


@dataclass(frozen=True)
class Claim:
    """A status that belongs to a job, which is not written down yet."""

    report: Report
    job: Job


def work_out(seen: store.Seen, at: datetime) -> list[Claim]:
    """Move the jobs of one action to where they are at that time, by all that was heard."""
    jobs = sorted(seen.jobs, key=_order)
    for job in jobs:
        _as_of_now(job)
        command = seen.commands.get(job.command_id)
        if command and job.status is None and not job.has_ended:
            _heed(job, command)
    events: list[tuple[datetime, int, Report | Job | ChargePoint]] = []
    events += [(one.received_at, 1, one) for one in seen.reports]
    events += [
        (job.opened_at, 0, job)
        for job in jobs
        if job.opened_at and (job.status == "AcceptedCanceled" or _is_refused(job))
    ]
    if seen.charge_point.booted_at:
        events.append((seen.charge_point.booted_at, 2, seen.charge_point))
    claims = []
    for moment, _, event in sorted(events, key=lambda one: one[:2]):
        _time_out(jobs, moment)
        match event:
            case Report():
                if event.job:
                    _hear_again(event, jobs)
                elif its := owner(event, jobs):
                    claims.append(Claim(event, its))
                    if not its.has_ended:
                        _hear(its, event)
                    elif may_come_late(its):
                        _hear_late(its, event)
            case Job():
                _opens(event, jobs, moment)
            case ChargePoint():
                _boots(event, jobs, moment)
    _time_out(jobs, at + timedelta(microseconds=1))  # at the very time, too
    return claims


def due(job: Job) -> datetime:
    """When it is given up, if nothing more is heard."""
    if job.is_firmware:
        return firmware_updates.due(job)
    heard = [one for one in (job.opened_at, job.progress_at, job.began_at) if one]
    return max(heard) + UPLOAD


def of_charge_point(charge_point: ChargePoint, at: datetime) -> list[Job]:
    """The newest, the oldest of them first, each with what was heard of it, written down or not."""
    jobs = store.newest(charge_point.charge_point_id)
    for action in NOTIFICATIONS:
        if any(job.action == action for job in jobs):
            work_out(store.of_action(jobs, charge_point, action), at)
    return jobs


def _hear_again(report: Report, jobs: Sequence[Job]) -> None:
    """Whose it is stands there; the job may have been read before that was written down."""
    for job in jobs:
        heard = job.progress_at and job.progress_at >= report.received_at
        if job.command_id == report.job and not (job.has_ended or heard):
            _hear(job, report)


def _hear(job: Job, report: Report) -> None:
    status, at = report.payload["status"], report.received_at
    if job.is_firmware:
        _end(job, at, firmware_updates.hears(job, status, at))
        return
    job.progress, job.progress_at = status, at
    if status == "Uploaded":
        _end(job, at, ("uploaded", "the charge point reported Uploaded"))
    elif status in FAILURES:
        _end(job, at, ("failed", f"the charge point reported {status}"))


def _hear_late(job: Job, report: Report) -> None:
    if report.payload["status"] == "Installed":
        job.progress, job.progress_at = "Installed", report.received_at
        job.installed_at = report.received_at
        _revise(job, report.received_at)


def _revise(job: Job, at: datetime) -> None:
    end = firmware_updates.comes_late(job)
    if end:
        job.ended_at, (job.outcome, job.reason) = at, end


def _opens(job: Job, jobs: Sequence[Job], at: datetime) -> None:
    if _is_refused(job):
        _end(job, at, ("rejected", f"{job.action} was answered {job.status}"))
        return
    for before in takewhile(lambda one: one is not job, jobs):
        if before.status in (*ACCEPTED, UNANSWERED) and not before.has_ended:
            before.progress, before.progress_at = "Canceled", at
            why = f"{job.action} was answered AcceptedCanceled: another took its place"
            _end(before, at, ("superseded", why))


def _boots(charge_point: ChargePoint, jobs: Sequence[Job], at: datetime) -> None:
    version = (charge_point.boot or {}).get("firmwareVersion")
    for job in jobs:
        if not job.expected_version or (job.began_at or at) >= at:
            continue
        if not job.has_ended:
            _end(job, at, firmware_updates.boots(job, version, at))
        elif may_come_late(job) and job is jobs[-1]:
            job.booted_version = version
            _revise(job, at)


def _time_out(jobs: Sequence[Job], before: datetime) -> None:
    for job in jobs:
        if not job.has_ended and (over := due(job)) < before:
            timed_out: tuple[Outcome, str] = ("timedOut", "nothing more was heard of it")
            _end(job, over, firmware_updates.times_out(job) if job.is_firmware else timed_out)


def _end(job: Job, at: datetime, end: tuple[Outcome, str] | None) -> None:
    if end and not job.has_ended:
        job.ended_at, (job.outcome, job.reason) = at, end


def _is_refused(job: Job) -> bool:
    return job.status not in (None, UNANSWERED, *ACCEPTED)


def _heed(job: Job, command: CommandRecord) -> None:
    """What its command has come to, where that was no answer."""
    at = command.ended_at or command.created_at
    match command.status:
        case "Queued" | "Sent":
            job.until = command.until
        case "Answered":
            job.status = (command.response or {}).get("status", "Accepted")
            job.opened_at, job.sent_at = at, job.sent_at or command.sent_at
        case "CallError":
            told = f"{command.error_code} {command.error_description or ''}".strip()
            _end(job, at, ("rejected", f"{job.action} was answered by the error {told}"))
        case "Cancelled":
            _end(job, at, ("cancelled", "its command was cancelled before it was sent"))
        case "TimedOut" | "ConnectionLost" | "MalformedAnswer":
            job.status, job.sent_at = UNANSWERED, job.sent_at or command.sent_at
        case why:
            _end(job, at, ("failed", f"its command was never sent: {why}"))


def _as_of_now(job: Job) -> None:
    """One that was written before there were ends has them too."""
    if job.version is not None:
        return
    if job.has_ended:
        job.ended_at = job.progress_at or job.opened_at
        ends: dict[str | None, Outcome] = {
            "Uploaded": "uploaded",
            "Installed": "installed",
            "Canceled": "superseded",
        }
        job.outcome = ends.get(job.progress, "failed")
    job.version = 0


def _order(job: Job) -> tuple[float, str]:
    began = job.began_at or job.asked_at
    return (began.timestamp() if began else 0, job.sk)
