"""Jobs that a charge point has taken on: to bring a file somewhere, or to update its firmware."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.redaction import redacted, without_secrets
from csms.store import counters
from csms.store.paging import of_partition, taking
from csms.store.provisioned.charge_points import ChargePoint, received
from csms.store.reported.reports import progress_of
from csms.store.table import StateItem, Write, put, query, update
from csms.store.table.attributes import IntegerAttribute, optional

JobAction = Literal["GetDiagnostics", "GetLog", "SignedUpdateFirmware", "UpdateFirmware"]

NOTIFICATIONS: dict[str, str] = {
    "GetDiagnostics": "DiagnosticsStatusNotification",
    "GetLog": "LogStatusNotification",
    "SignedUpdateFirmware": "SignedFirmwareStatusNotification",
    "UpdateFirmware": "FirmwareStatusNotification",
}
NEWEST = 100  # jobs among which the latest of an action is looked for
ENDS = frozenset(
    {
        "BadMessage",
        "Canceled",
        "DownloadFailed",
        "Installed",
        "InstallationFailed",
        "InstallVerificationFailed",
        "InvalidSignature",
        "NotSupportedOperation",
        "PermissionDenied",
        "Uploaded",
        "UploadFailed",
        "UploadFailure",
    }
)


class Job(StateItem, discriminator="job"):
    """One accepted command whose work goes on after its answer.

    `status` is as answered. `progress` is what was last heard of it: kept when the next job of
    its action begins, and until then that action's last status.
    """

    PREFIX = "JOB#"

    action = UnicodeAttribute()
    request_id = optional(IntegerAttribute)
    location = UnicodeAttribute()
    file_name = optional(UnicodeAttribute)
    status = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    progress = optional(UnicodeAttribute)
    progress_at = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, charge_point_id: str, command_id: str) -> "Job":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{command_id}")

    @property
    def command_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def has_ended(self) -> bool:
        return self.progress in ENDS


def opened(job: Job, jobs: Sequence[Job], charge_point: ChargePoint) -> list[Write]:
    """The job begins; the one before it keeps what was heard of it, or is cancelled by it."""
    job.location = without_secrets(job.location)
    job.file_name = job.file_name and redacted(job.file_name)  # some tell the whole address
    writes = [put(job)]
    before = _latest([one for one in jobs if one.action == job.action and one.sk != job.sk])
    if before is None:
        return writes
    _judge(before, charge_point.statuses.as_dict(), latest=True)
    if job.status == "AcceptedCanceled" and not before.has_ended:
        before.progress, before.progress_at = "Canceled", job.opened_at
    if before.progress and before.progress_at:
        actions: list[Action] = [
            Job.progress.set(before.progress),
            Job.progress_at.set(before.progress_at),
        ]
        writes.append(update(before, actions))
    return writes


def _latest(jobs: Sequence[Job]) -> Job | None:
    return max(jobs, key=_opened_at, default=None)


def _opened_at(job: Job) -> datetime:
    return job.opened_at


def _judge(job: Job, statuses: Mapping[str, Any], *, latest: bool) -> None:
    """A status that names a request belongs to it, one that names none to the latest (C-49)."""
    heard = progress_of(statuses, NOTIFICATIONS[job.action])
    if heard is None or received(heard["receivedAt"]) < job.opened_at or job.has_ended:
        return
    request_id = heard.get("requestId")
    if latest if None in (request_id, job.request_id) else request_id == job.request_id:
        job.progress, job.progress_at = heard["status"], received(heard["receivedAt"])


def judge(charge_point: ChargePoint) -> Callable[[Job], None]:
    """Gives a job what was last heard of it, for lists that are read in parts.

    The latest of its action is looked for among so many of the newest.
    """
    statuses = charge_point.statuses.as_dict()
    (own,) = of_partition(Job, f"CP#{charge_point.charge_point_id}", Job.PREFIX, newest_first=True)
    newest = taking(Job)([entry for entry, _ in reversed(own.some({}, NEWEST))])
    latest = {job.action: job.sk for job in sorted(filter(None, newest), key=_opened_at)}
    return lambda job: _judge(job, statuses, latest=latest.get(job.action) == job.sk)


def _of(charge_point_id: str) -> list[Job]:
    return query(Job, f"CP#{charge_point_id}", Job.PREFIX)


def free_number(charge_point_id: str) -> int:
    """For a request, whose number must tell it from all others that have been."""
    used = {job.request_id for job in _of(charge_point_id) if job.request_id is not None}
    return counters.free(charge_point_id, "request_id", used=used)
