"""How a firmware update is shown."""

from api.http.models import Page, Time, View
from csms.domain import firmware_updates
from csms.store.commands import jobs as store
from csms.store.commands.jobs import Job

IMAGE = "019e8303-8e00-7a3b-9c4d-5e6f70819205"
NEW: dict[str, object] = {
    "image": IMAGE,
    "retrieveDate": "2026-06-01T22:00:00Z",
    "retries": 3,
    "retryInterval": 60,
    "firmwareVersion": "1.2.4",
    "sign": False,
    "timeouts": {"downloaded": 3600, "installed": 7200},
}
EXAMPLE: dict[str, object] = {
    "updateId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "action": "UpdateFirmware",
    "location": f"https://ocpp.example/files/get/1780401900/[redacted]/images/{IMAGE}/x1-1.2.4.bin",
    "image": IMAGE,
    "phase": "downloading",
    "status": "Accepted",
    "progress": "Downloading",
    "progressAt": "2026-06-01T22:00:04.000Z",
    "requestedAt": "2026-06-01T12:00:00.000Z",
    "acceptedAt": "2026-06-01T12:00:01.000Z",
    "retrieveDate": "2026-06-01T22:00:00.000Z",
    "firmwareVersion": "1.2.4",
    "dueAt": "2026-06-01T23:00:00.000Z",
    "repeats": 0,
    "ended": False,
}
REQUESTED = {
    name: EXAMPLE[name]
    for name in (
        "updateId",
        "action",
        "location",
        "image",
        "requestedAt",
        "retrieveDate",
        "repeats",
    )
} | {"phase": "requested", "dueAt": "2026-06-01T12:05:00.000Z", "ended": False}
CANCELLED = {name: value for name, value in REQUESTED.items() if name != "dueAt"} | {
    "ended": True,
    "endedAt": "2026-06-01T12:01:00.000Z",
    "outcome": "cancelled",
    "reason": "its command was cancelled before it was sent",
}


class FirmwareUpdate(View):
    """`updateId` is the id of its command; `status` as that was answered, `progress` as last told.

    `dueAt`: when the next phase has to be reached. `repeatOf` and `repeatedBy` are other updates.
    """

    update_id: str
    action: str
    request_id: int | None = None
    location: str
    image: str | None = None
    phase: store.Phase
    status: str | None = None
    progress: str | None = None
    progress_at: Time | None = None
    requested_at: Time | None = None
    accepted_at: Time | None = None
    retrieve_date: Time | None = None
    install_date: Time | None = None
    firmware_version: str | None = None
    booted_with: str | None = None
    due_at: Time | None = None
    repeats: int
    repeat_of: str | None = None
    repeated_by: str | None = None
    ended: bool
    ended_at: Time | None = None
    outcome: store.Outcome | None = None
    reason: str | None = None


class FirmwareUpdates(Page[FirmwareUpdate]):
    pass


def view(job: Job) -> FirmwareUpdate:
    return FirmwareUpdate(
        update_id=job.command_id,
        action=job.action,
        request_id=job.request_id,
        location=job.location,
        image=job.image_id,
        phase=job.phase or "requested",  # type: ignore[arg-type]
        status=job.status,
        progress=job.progress,
        progress_at=job.progress_at,
        requested_at=job.asked_at,
        accepted_at=job.opened_at if job.status in store.ACCEPTED else None,
        retrieve_date=job.retrieve_at,
        install_date=job.install_at,
        firmware_version=job.expected_version,
        booted_with=job.booted_version,
        due_at=None if job.has_ended else firmware_updates.due(job),
        repeats=job.repeats or 0,
        repeat_of=job.repeat_of,
        repeated_by=job.repeated_by,
        ended=job.has_ended,
        ended_at=job.ended_at,
        outcome=job.outcome,  # type: ignore[arg-type]
        reason=job.reason,
    )
