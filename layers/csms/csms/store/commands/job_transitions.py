"""The life of a job: asked for, left, heard of, looked at again, and ended."""

from datetime import datetime
from typing import Any, cast

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.redaction import redacted, without_secrets
from csms.store.commands.jobs import WORK, Job
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.reports import Report
from csms.store.table import ConditionFailed, Write, by_name, perform, put, update, when


def opened(job: Job, due: datetime) -> Write:
    """A file is promised; the answer is what makes it a job."""
    job.location = without_secrets(job.location)
    job.file_name = job.file_name and redacted(job.file_name)  # some tell the whole address
    job.version = 1
    on_list(job, due)
    return put(job, Job.pk.does_not_exist())


def requested(job: Job, due: datetime) -> Write:
    """An update is asked for; it joins the transaction of its command."""
    job.location = without_secrets(job.location)
    job.version, job.phase = 1, "requested"
    on_list(job, due)
    return put(job, Job.pk.does_not_exist())


def left(job: Job, due: datetime) -> Write:
    """Its command leaves, or has left; it may have been written down before, and may not."""
    on_list(job, due)
    actions: list[Action] = [
        Job.kind.set(Job),
        Job.action.set(job.action),
        Job.location.set(without_secrets(job.location)),
        Job.version.add(1),
        Job.sent_at.set(Job.sent_at | job.sent_at),
        Job.phase.set(Job.phase | "requested"),
        Job.asked_at.set(Job.asked_at | job.asked_at),
        Job.by_name_pk.set(Job.by_name_pk | job.by_name_pk),
        Job.by_name_sk.set(Job.by_name_sk | job.by_name_sk),
    ]
    told = (Job.request_id, Job.retrieve_at, Job.install_at, Job.status, Job.opened_at)
    for attribute in told:
        value = getattr(job, attribute.attr_name)
        if value is not None:
            actions.append(cast(Any, attribute).set(value))
    return update(job, actions, Job.ended_at.does_not_exist())


def not_left(job: Job) -> Write:
    """Its frame did not leave, or was refused."""
    unheard = Job.sent_at.exists() & Job.ended_at.does_not_exist()
    return update(job, [Job.sent_at.remove(), Job.version.add(1)], unheard)


def on_list(job: Job, due: datetime | None) -> None:
    """Where it stands on the list of what waits for its time; nowhere once it has ended."""
    job.by_name_pk = job.by_name_sk = None
    if due:
        name = f"{when(due)}#{job.charge_point_id}#{job.sk}"
        job.by_name_pk, job.by_name_sk = by_name(WORK, name)


def moved(job: Job) -> Write:
    """As it now is, if nobody has written to it since it was read."""
    read = job.version
    job.version = (read or 0) + 1
    unmoved: Condition = (
        Job.version == read if read else Job.pk.exists() & Job.version.does_not_exist()
    )
    return put(job, unmoved)


def belongs(report: Report, job: Job) -> Write:
    """A status is this job's, for good."""
    unclaimed = Report.pk.exists() & Report.job.does_not_exist()
    return update(report, [Report.job.set(job.command_id)], unclaimed)


def refused(job: Job, why: str) -> bool:
    """A file that it has brought is not kept. Whether there is such a job."""
    actions = [Job.refused.set(why), Job.version.add(1)]
    try:
        perform(update(job, actions, Job.version.exists() & Job.refused.does_not_exist()))
    except ConditionFailed as failed:
        return failed.item is not None
    return True


def tried_again(job: Job, wakes_at: datetime) -> Write:
    """Another execution is to look at it: the one that did has ended too early."""
    actions = [Job.attempt.add(1), Job.wakes_at.set(wakes_at), Job.version.add(1)]
    same = (Job.attempt == job.attempt) & Job.ended_at.does_not_exist()
    return update(job, actions, same)


def awaits_boot(charge_point_id: str, command_id: str) -> Write:
    """Its next boots are looked at: one of them may confirm an update."""
    actions: list[Action] = [ChargePoint.awaits_boot.set(command_id)]
    return update(ChargePoint.of(charge_point_id), actions, ChargePoint.pk.exists())


def awaits_boot_no_more(job: Job) -> None:
    if job.expected_version is None:
        return
    its = ChargePoint.awaits_boot == job.command_id
    actions: list[Action] = [ChargePoint.awaits_boot.remove()]
    try:
        perform(update(ChargePoint.of(job.charge_point_id), actions, its))
    except ConditionFailed:
        return
