"""A firmware update that has failed, or timed out, is asked for again where an operator said so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from csms import files
from csms.domain import firmware_updates
from csms.domain.job_progress import work_out
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store import commands
from csms.store.commands import CommandRecord, image_uses, job_transitions, seen_jobs
from csms.store.commands.jobs import Job
from csms.store.table import Cancelled, Write, fetch, transact
from outbound import COMMANDS
from workflows.follow_jobs import claimed, ended, is_to_be_repeated

MOST_HEARD = 50  # statuses that are written down with its end


def repeat_update(charge_point_id: str, command_id: str, at: datetime) -> None:
    """End it, and begin the next, in one transaction: neither is lost, and none is doubled."""
    (job,) = fetch(Job.of(charge_point_id, command_id))
    if job is None or job.has_ended:
        return
    seen = seen_jobs.seen(charge_point_id, job.action)
    record = commands.find(charge_point_id, command_id)
    if seen is None or record is None:
        return
    claims = work_out(seen, at)
    job = next((one for one in seen.jobs if one.command_id == command_id), job)
    if not is_to_be_repeated(job):
        return
    heard = claimed(job, claims)[:MOST_HEARD]
    order = _order(job, record, at)
    following = next_of(job, order)
    over = firmware_updates.over(following)
    try:
        if following.image_id:
            following.location = files.location_of_image(following.image_id, over)
            order = replace(order, payload=_sent_to(following.location, order.payload))
    except (files.NoImage, files.NoPlace) as reason:
        _ends_here(job, heard, reason)
        return
    job.repeated_by = order.command_id
    writes = [
        *heard,
        *ended(job),
        job_transitions.requested(following, firmware_updates.due(following)),
    ]
    writes += image_uses.by_job(following, over)
    if following.expected_version:
        writes.append(job_transitions.awaits_boot(charge_point_id, following.command_id))
    try:
        sending.send(COMMANDS, job.action, order, also=writes)
    except Cancelled:
        return  # something was heard of it meanwhile, or another delivery was faster
    except (NoSuchChargePoint, Objection, Unsendable, ValidationError) as refusal:
        job.version = (job.version or 1) - 1  # as it was read
        _ends_here(job, heard, refusal)


def next_of(job: Job, order: Order) -> Job:
    following = Job.of(job.charge_point_id, order.command_id)
    following.action = job.action
    following.location = job.location
    following.asked_at, following.until = order.at, order.until
    following.retrieve_at, following.install_at = job.retrieve_at, job.install_at
    following.expected_version, following.timeouts = job.expected_version, job.timeouts
    following.repeats = (job.repeats or 1) - 1
    following.image_id = job.image_id
    following.repeat_of = job.command_id
    return following


def _ends_here(job: Job, heard: Sequence[Write], why: Exception) -> None:
    job.repeated_by, job.repeats = None, 0
    job.reason = f"{job.reason}; it could not be repeated: {why}"
    try:
        transact(*heard, *ended(job))
    except Cancelled:
        return


def _sent_to(location: str, payload: dict[str, Any]) -> dict[str, Any]:
    if "firmware" in payload:
        return payload | {"firmware": payload["firmware"] | {"location": location}}
    return payload | {"location": location}


def _order(job: Job, record: CommandRecord, at: datetime) -> Order:
    accepted = (job.timeouts or {}).get("accepted", firmware_updates.TIMEOUTS["accepted"])
    payload = {name: value for name, value in record.payload.items() if name != "requestId"}
    return Order(
        charge_point_id=job.charge_point_id,
        command_id=uuid7(at),
        payload=payload,
        by=record.created_by,
        at=at,
        timeout=record.timeout,
        until=at + timedelta(seconds=accepted),
        force=bool(record.forced),
    )
