"""An update as an operator asks for it: the command that it is, and the row that follows it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, model_validator

from api.firmware_updates.sources import SignedSource
from api.http.models import Body, Time
from csms.domain import firmware_updates
from csms.store.commands import image_uses, job_transitions
from csms.store.commands.jobs import Job
from csms.store.table import Write
from csms.wire.ocpp16 import spell_time

MOST_REPEATS = 10
Limit = Annotated[int, Field(ge=1, le=31 * 24 * 3600)]


class Timeouts(Body):
    """Seconds until it has to be accepted, then downloaded, verified (if signed) and installed."""

    accepted: Limit | None = None
    downloaded: Limit | None = None
    verified: Limit | None = None
    installed: Limit | None = None


class NewFirmwareUpdate(SignedSource):
    """With `signingCertificate` and `signature`, or `sign`, a SignedUpdateFirmware.

    `location` leaves as it is; of an `image` the charge point is told an address of ours, which
    holds until the update has ended; `sign` has an image signed here. `retries` and
    `retryInterval`, in seconds, are the charge point's own; `repeats` says how often the CSMS asks
    again for an update that has failed or timed out. With a `firmwareVersion` a BootNotification
    has to confirm it.
    """

    retrieve_date: Time
    install_date: Time | None = None
    retries: Annotated[int, Field(ge=0)] | None = None
    retry_interval: Annotated[int, Field(ge=0)] | None = None
    firmware_version: Annotated[str, Field(min_length=1, max_length=50)] | None = None
    timeouts: Timeouts | None = None
    repeats: Annotated[int, Field(ge=0, le=MOST_REPEATS)] = 0

    @model_validator(mode="after")
    def _is_signed_to_be_installed_later(self) -> "NewFirmwareUpdate":
        if self.install_date and not self.is_signed:
            raise ValueError("only a signed update has an installDate")
        return self

    @property
    def action(self) -> str:
        return "SignedUpdateFirmware" if self.is_signed else "UpdateFirmware"

    def payload(self, location: str) -> dict[str, Any]:
        own: dict[str, Any] = {"retries": self.retries, "retryInterval": self.retry_interval}
        retrieved = spell_time(self.retrieve_date)
        if not self.is_signed:
            return _without_none(own | {"location": location, "retrieveDate": retrieved})
        firmware = {
            "location": location,
            "retrieveDateTime": retrieved,
            "installDateTime": self.install_date and spell_time(self.install_date),
            "signingCertificate": self.signing_certificate,
            "signature": self.signature,
        }
        return _without_none(own) | {"firmware": _without_none(firmware)}

    def job(
        self, charge_point_id: str, command_id: str, at: datetime, until: datetime | None
    ) -> Job:
        """The row that follows it, but for its location."""
        job = Job.of(charge_point_id, command_id)
        job.action, job.image_id = self.action, self.image
        job.asked_at, job.until = at, until
        job.retrieve_at, job.install_at = self.retrieve_date, self.install_date
        job.expected_version = self.firmware_version
        job.repeats = self.repeats
        if self.timeouts:
            job.timeouts = self.timeouts.model_dump(exclude_none=True)
        return job


def written_down(job: Job) -> list[Write]:
    """What joins the transaction of its command."""
    writes = [job_transitions.requested(job, firmware_updates.due(job))]
    writes += image_uses.by_job(job, firmware_updates.over(job))
    if job.expected_version:
        writes.append(job_transitions.awaits_boot(job.charge_point_id, job.command_id))
    return writes


def _without_none(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
