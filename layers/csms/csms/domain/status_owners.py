"""Which job a status belongs to (C-49, C-57)."""

from collections.abc import Sequence

from csms.store.commands.jobs import ACCEPTED, UNANSWERED, Job
from csms.store.reported.reports import Report


def owner(report: Report, jobs: Sequence[Job]) -> Job | None:
    """The request that it names, else the oldest accepted job that goes on."""
    payload, at = report.payload, report.received_at
    if payload.get("status") in (None, "Idle"):
        return None
    begun = [job for job in jobs if job.began_at and job.began_at <= at]
    if "requestId" in payload:
        named = [job for job in begun if job.request_id == payload["requestId"]]
        return named[-1] if named else None
    open_then = [job for job in begun if job.ended_at is None or job.ended_at > at]
    for statuses in (ACCEPTED, (UNANSWERED,)):
        if candidates := [job for job in open_then if job.status in statuses]:
            return _next_to_install(candidates, report) or candidates[0]
    if payload["status"] == "Installed" and jobs and jobs[-1] in begun and may_come_late(jobs[-1]):
        return jobs[-1]
    return None


def _next_to_install(jobs: Sequence[Job], report: Report) -> Job | None:
    """The oldest, but for one of which a boot alone is awaited; it may repeat its Installed."""
    at = report.received_at
    for job in jobs:
        begun = job is jobs[0] or (job.progress_at is not None and job.progress_at < at)
        awaits_boot = job.installed_at is not None and job.installed_at < at
        if not awaits_boot and (begun or report.payload["status"] != "Installed"):
            return job
    return None


def may_come_late(job: Job) -> bool:
    """A time that was over is no word of the charge point: it may install after that."""
    return job.is_firmware and job.outcome == "timedOut"
