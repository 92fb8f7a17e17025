"""The turn of one charge point of a campaign: what it does with it, and what came of that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csms.domain.campaign_plans import OPEN, PASSED_OVER, Plan
from csms.domain.command_queue import may_be_sent
from csms.store.commands import CommandRecord
from csms.store.commands.jobs import Job
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection

NEVER_BEGUN = {
    "aborted": ("cancelled", "its campaign was aborted before its turn"),
    "cancelled": ("cancelled", "its campaign was cancelled before its turn"),
    "expired": ("skipped", "its campaign was over before its turn"),
}
BOTH = "both keys are taken until the new one is used"
LEFT = ("timedOut", "its campaign was over before its update")


@dataclass(frozen=True)
class Turn:
    """`counted` under open, passed over, or an end; then `why` is its reason, or what it waits for.

    `at` is when it ended, where that is not now; `command_id` another update of it than before.
    """

    counted: str
    why: str = ""
    state: str = ""
    at: datetime | None = None
    command_id: str | None = None


BEGINS = Turn(OPEN)


def turn_of(
    plan: Plan,
    version: str | None,
    charge_point: ChargePoint | None,
    connection: Connection | None,
    is_charging: Callable[[], bool],
    action: str = "UpdateFirmware",
) -> Turn:
    """What it does, if it may begin; `version` is what it should have in the end, if that is said.

    `action` is what would be sent.

    What it last reported is compared first.
    """
    if charge_point is None:
        return Turn("skipped", "no such charge point is provisioned")
    if version is not None and (charge_point.boot or {}).get("firmwareVersion") == version:
        return Turn("alreadyInstalled", f"its last boot reported {version}")
    if connection is None:
        return Turn(PASSED_OVER, "connection")
    if not may_be_sent(charge_point, action):
        return Turn(PASSED_OVER, "registration")
    if plan.waits_while_charging and is_charging():
        return Turn(PASSED_OVER, "charging")
    return BEGINS


def what_came(job: Job | None, state: str) -> Turn | None:
    """What has come of its update since it was in that state; None for nothing new.

    A command that has never left is one that it knows nothing of.
    """
    if job is None:
        return Turn("failed", "its charge point was deleted meanwhile")
    if not job.has_ended:
        phase = job.phase or "requested"
        return Turn(OPEN, state=phase) if phase != state else None
    if job.repeated_by:
        return Turn(OPEN, state="requested", command_id=job.repeated_by)
    if job.outcome == "failed" and job.sent_at is None and job.status is None:
        return Turn(PASSED_OVER, "connection")
    return Turn(job.outcome or "failed", job.reason or "", at=job.ended_at)


def what_came_of_key(record: CommandRecord | None) -> Turn | None:
    """What has come of a new AuthorizationKey; None while nobody knows (C-38)."""
    if record is None:
        return Turn("failed", "its command is gone")
    if not record.has_ended:
        return None
    said, at = _answered(record), record.ended_at
    if said == "Accepted":
        return Turn("accepted", "answered Accepted", at=at)
    if said == "RebootRequired":
        return Turn("accepted", f"answered RebootRequired: {BOTH}", at=at)
    if said:
        return Turn("rejected", f"answered {said}", at=at)
    match record.status:
        case "NotConnected":
            return Turn(PASSED_OVER, "connection")
        case "NotAccepted":
            return Turn(PASSED_OVER, "registration")
        case "Cancelled":
            return Turn("cancelled", "its command was cancelled before it was sent", at=at)
        case "TimedOut" | "ConnectionLost":
            return Turn("timedOut", f"{record.status}: {BOTH}", at=at)
    return Turn("failed", f"its command ended as {record.status}", at=at)


def _answered(record: CommandRecord) -> str | None:
    """Also late, if that was before somebody looked."""
    if record.status == "CallError":
        return record.error_code or "an error"
    said = record.response if record.status == "Answered" else None
    if record.late_answer:
        said = record.late_answer.get("response")
    return str(said["status"]) if said and "status" in said else None


def is_wanted(wanted: Mapping[str, str], charge_point: ChargePoint) -> bool:
    """By what it has said of itself in its last BootNotification."""
    boot: Mapping[str, Any] = charge_point.boot or {}
    told = {
        "vendor": boot.get("chargePointVendor"),
        "model": boot.get("chargePointModel"),
        "firmwareVersion": boot.get("firmwareVersion"),
    }
    return all(told[name] == value for name, value in wanted.items())
