"""Jobs that a charge point takes on: to bring a file somewhere, or to update its firmware."""

from datetime import datetime
from typing import Literal

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms.store.counters import Numbers
from csms.store.table import StateItem, query
from csms.store.table.attributes import IntegerAttribute, optional

JobAction = Literal["GetDiagnostics", "GetLog", "SignedUpdateFirmware", "UpdateFirmware"]
Outcome = Literal[
    "uploaded", "installed", "failed", "rejected", "timedOut", "superseded", "cancelled"
]
Phase = Literal["requested", "downloading", "downloaded", "verified", "installing", "rebooting"]

NOTIFICATIONS: dict[str, str] = {
    "GetDiagnostics": "DiagnosticsStatusNotification",
    "GetLog": "LogStatusNotification",
    "SignedUpdateFirmware": "SignedFirmwareStatusNotification",
    "UpdateFirmware": "FirmwareStatusNotification",
}
ACTIONS = {notification: action for action, notification in NOTIFICATIONS.items()}
FIRMWARE = ("SignedUpdateFirmware", "UpdateFirmware")
ACCEPTED = ("Accepted", "AcceptedCanceled")
UNANSWERED = "Unanswered"
FAILURES = frozenset(
    {
        "BadMessage",
        "DownloadFailed",
        "InstallationFailed",
        "InstallVerificationFailed",
        "InvalidSignature",
        "NotSupportedOperation",
        "PermissionDenied",
        "UploadFailed",
        "UploadFailure",
    }
)
WORK = "WORK"  # the list of what waits for its time, by that

OLD_ENDS = FAILURES | {"Canceled", "Installed", "Uploaded"}


class Job(StateItem, discriminator="job"):
    """One command whose work goes on after its answer.

    `status` is as answered: none until then, and Unanswered if no answer came; `opened_at` is when.
    `progress` is the last status that belongs to it. `version` counts what is written here, and is
    absent in those of before, as are `sent_at`, `ended_at` and all that follows. Of a firmware
    update there are `phase`, and `phase_at`, when the time began that it may take; `timeouts` in
    seconds by what has to be reached; `image_id`, where it is an image that is fetched; `repeats`
    that are left to the CSMS; and `attempt`, which counts its executions, the last of which first
    wakes at `wakes_at`. `refused`: why a file that it has brought was not kept. `ended_at`,
    `outcome` and `reason` say how it ended.
    """

    PREFIX = "JOB#"

    action = UnicodeAttribute()
    request_id = optional(IntegerAttribute)
    location = UnicodeAttribute()
    file_name = optional(UnicodeAttribute)
    status = optional(UnicodeAttribute)
    opened_at = optional(UTCDateTimeAttribute)
    progress = optional(UnicodeAttribute)
    progress_at = optional(UTCDateTimeAttribute)

    version = optional(IntegerAttribute)
    asked_at = optional(UTCDateTimeAttribute)
    until = optional(UTCDateTimeAttribute)
    sent_at = optional(UTCDateTimeAttribute)
    ended_at = optional(UTCDateTimeAttribute)
    outcome = optional(UnicodeAttribute)
    reason = optional(UnicodeAttribute)

    refused = optional(UnicodeAttribute)

    phase = optional(UnicodeAttribute)
    phase_at = optional(UTCDateTimeAttribute)
    retrieve_at = optional(UTCDateTimeAttribute)
    install_at = optional(UTCDateTimeAttribute)
    expected_version = optional(UnicodeAttribute)
    booted_version = optional(UnicodeAttribute)
    installed_at = optional(UTCDateTimeAttribute)
    timeouts = optional(JSONAttribute)
    repeats = optional(IntegerAttribute)
    image_id = optional(UnicodeAttribute)
    repeat_of = optional(UnicodeAttribute)
    repeated_by = optional(UnicodeAttribute)
    attempt = optional(IntegerAttribute)
    wakes_at = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, charge_point_id: str, command_id: str) -> "Job":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{command_id}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def command_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None or (self.version is None and self.progress in OLD_ENDS)

    @property
    def began_at(self) -> datetime | None:
        """From when on a status may be its: that may come before the answer."""
        return self.sent_at or self.opened_at

    @property
    def is_firmware(self) -> bool:
        return self.action in FIRMWARE


def _used_numbers(charge_point_id: str) -> set[int]:
    """A request's number must tell it from all others that have been."""
    jobs = query(Job, f"CP#{charge_point_id}", Job.PREFIX)
    return {job.request_id for job in jobs if job.request_id is not None}


NUMBERS = Numbers("request_id", used=_used_numbers)
