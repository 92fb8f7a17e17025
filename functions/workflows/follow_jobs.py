"""Jobs from their command to their end: worked out from what was said, whoever comes to look.

A firmware update has an execution, which looks whenever a time is over; an upload has none.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csms import step_functions, task_queue
from csms.digests import digest
from csms.domain.job_progress import Claim, due, work_out
from csms.store import commands, workflow_ends
from csms.store.commands import job_transitions, seen_jobs
from csms.store.commands.jobs import ACTIONS, FIRMWARE, NOTIFICATIONS, Job
from csms.store.table import Cancelled, ConditionFailed, Write, fetch, perform, transact
from csms.telemetry import logger
from workflows.follow_reservation import LONGEST, whole_second

TRIES = 5
AT_ONCE = 90  # statuses that are written down with their job
REPEATABLE = ("failed", "timedOut")


@dataclass(frozen=True)
class Before:
    """A job as it was read."""

    item: dict[str, Any]
    had_ended: bool
    had_timed_out: bool  # and may be installed after all


class Moved(Exception):
    """Others wrote to the same jobs again and again."""


def look_at(
    charge_point_id: str, action: str, at: datetime, since: datetime | None = None
) -> list[Job]:
    """The jobs of an action as they are by then, which is written down; `since`: see `seen`.

    One that the CSMS is to repeat is left as it is until whoever does that ends it.
    """
    for _ in range(TRIES):
        seen = seen_jobs.seen(charge_point_id, action, since)
        if seen is None:
            return []
        before = {
            job.sk: Before(job.serialize(), job.has_ended, job.outcome == "timedOut")
            for job in seen.jobs
        }
        claims = work_out(seen, at)
        try:
            for job in seen.jobs:
                _write_down(job, before[job.sk], claimed(job, claims))
        except Cancelled:
            continue
        return list(seen.jobs)
    raise Moved


def follow_command(charge_point_id: str, command_id: str, at: datetime) -> None:
    """The command has ended: what it has begun is looked at, and has somebody who looks again."""
    record = commands.find(charge_point_id, command_id)
    if record and record.action in NOTIFICATIONS:
        look_at(charge_point_id, record.action, at)
        follow(charge_point_id, command_id, at)


def follow_statuses(charge_point_id: str, notification: str, at: datetime, since: datetime) -> None:
    look_at(charge_point_id, ACTIONS[notification], at, since)


def follow_boot(charge_point_id: str, at: datetime) -> None:
    for action in FIRMWARE:
        look_at(charge_point_id, action, at)


def follow(charge_point_id: str, command_id: str, at: datetime, *, again: bool = False) -> None:
    """See to it that somebody looks when its next time is over.

    `again`: its execution may be gone, with its name; then another attempt is made.
    """
    (job,) = fetch(Job.of(charge_point_id, command_id))
    if job is None or job.has_ended or not job.is_firmware:
        return
    if job.wakes_at is None or due(job) - at > LONGEST:
        return
    machine = os.environ["FIRMWARE_MACHINE"]
    started = step_functions.start(machine, execution_name(job), told(job))
    if started == "NoRoom":
        logger.warning("an update has no execution, for too many run: it is ended late")
    if started == "HasEnded" and again:
        try:
            perform(job_transitions.tried_again(job, due(job)))
        except ConditionFailed:
            return
        follow(charge_point_id, command_id, at, again=True)


def look_again(charge_point_id: str, command_id: str, at: datetime) -> None:
    """For the reconciler, who knows no more than that it is on the list."""
    (job,) = fetch(Job.of(charge_point_id, command_id))
    if job:
        look_at(charge_point_id, job.action, at)
        follow(charge_point_id, command_id, at, again=True)


def is_to_be_repeated(job: Job) -> bool:
    return bool(job.repeats) and job.outcome in REPEATABLE and job.repeated_by is None


def execution_name(job: Job) -> str:
    """At most 80 characters; the same for the same attempt at the same update."""
    return digest("firmware", job.charge_point_id, job.command_id, str(job.attempt))


def told(job: Job) -> dict[str, object]:
    """The input of its execution, which is the same whenever it is started."""
    assert job.wakes_at
    return {
        "chargePointId": job.charge_point_id,
        "commandId": job.command_id,
        "attempt": job.attempt,
        "dueAt": whole_second(job.wakes_at),
    }


def ended(job: Job) -> list[Write]:
    """It has ended, for the audit trail too, if nobody has written to it meanwhile."""
    job_transitions.on_list(job, None)
    assert job.ended_at
    kind = "firmware-updates" if job.is_firmware else "jobs"
    details: dict[str, object] = {
        "outcome": job.outcome,
        "at": job.ended_at.isoformat(timespec="milliseconds"),
        "reason": job.reason,
    }
    if job.repeated_by:
        details["repeatedBy"] = job.repeated_by
    resource = f"charge-points/{job.charge_point_id}/{kind}/{job.command_id}"
    recorded = workflow_ends.recorded(resource, job.command_id, job.ended_at, details)
    return [job_transitions.moved(job), recorded]


def claimed(job: Job, claims: Sequence[Claim]) -> list[Write]:
    """The newest first: what ended it is written down with its end."""
    return [job_transitions.belongs(one.report, job) for one in reversed(claims) if one.job is job]


def _write_down(job: Job, before: Before, claims: Sequence[Write]) -> None:
    """Raises Cancelled if others have written to it meanwhile."""
    comes_late = before.had_timed_out and job.outcome != "timedOut"
    ends = job.has_ended and (comes_late or not before.had_ended)
    if ends and is_to_be_repeated(job):
        task_queue.repeat_update_later(job.charge_point_id, job.command_id)
        return
    if not job.has_ended:
        job_transitions.on_list(job, due(job))
        if job.is_firmware and job.attempt is None and job.status is not None:
            job.attempt, job.wakes_at = 1, due(job)
    writes: list[Write] = []
    if ends:
        writes = ended(job)
    elif (before.had_timed_out or not before.had_ended) and job.serialize() != before.item:
        writes = [job_transitions.moved(job)]
    if writes or claims:
        transact(*writes, *claims[:AT_ONCE])
    for place in range(AT_ONCE, len(claims), AT_ONCE):
        transact(*claims[place : place + AT_ONCE])
    if ends and job.outcome != "timedOut":
        job_transitions.awaits_boot_no_more(job)
