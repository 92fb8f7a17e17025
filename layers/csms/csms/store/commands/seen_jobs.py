"""All that tells how the jobs of a charge point go, as it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from csms.store.commands import records
from csms.store.commands.jobs import NOTIFICATIONS, Job
from csms.store.commands.records import CommandRecord
from csms.store.paging import HIGHEST, of_partition, taking
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.reports import Report
from csms.store.table import fetch, when

NEWEST = 100  # jobs that are looked at; what is older has ended by its time
MOST_REPORTS = 10_000
LATE = timedelta(minutes=1)  # by which a function may write down what it has received


@dataclass(frozen=True)
class Seen:
    """All that tells how the jobs of one action go."""

    jobs: Sequence[Job]
    reports: Sequence[Report]
    charge_point: ChargePoint
    commands: Mapping[str, CommandRecord]


def seen(charge_point_id: str, action: str, since: datetime | None = None) -> Seen | None:
    """The newest jobs of an action with all statuses that may be theirs; None without any.

    `since` a status that came is looked at in any case.
    """
    jobs = [job for job in newest(charge_point_id) if job.action == action]
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    if not jobs or charge_point is None:
        return None
    return of_action(jobs, charge_point, action, since)


def of_action(
    jobs: Iterable[Job], charge_point: ChargePoint, action: str, since: datetime | None = None
) -> Seen:
    own = [job for job in jobs if job.action == action]
    charge_point_id = charge_point.charge_point_id
    open_jobs = [job for job in own if not job.has_ended]
    beginnings = [
        job.progress_at - LATE if job.progress_at and job.version else job.began_at
        for job in open_jobs
    ]
    earliest = min(filter(None, [since, *beginnings]), default=None)
    reports = _reports(charge_point_id, NOTIFICATIONS[action], earliest) if earliest else []
    asked = [job.command_id for job in open_jobs if job.status is None]
    found = (records.find(charge_point_id, command_id) for command_id in asked)
    commands = {record.command_id: record for record in found if record}
    return Seen(own, reports, charge_point, commands)


def newest(charge_point_id: str) -> list[Job]:
    """The oldest of them first."""
    (own,) = of_partition(Job, f"CP#{charge_point_id}", Job.PREFIX, newest_first=True)
    return [job for job in taking(Job)([raw for raw, _ in reversed(own.some({}, NEWEST))]) if job]


def _reports(charge_point_id: str, notification: str, since: datetime) -> list[Report]:
    low, high = f"{notification}#{when(since)}", f"{notification}#{HIGHEST}"
    (own,) = of_partition(Report, f"CP#{charge_point_id}", low, high)
    return [one for one in taking(Report)([raw for raw, _ in own.some({}, MOST_REPORTS)]) if one]
