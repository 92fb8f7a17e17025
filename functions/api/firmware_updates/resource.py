"""/charge-points/{chargePointId}/firmware-updates: asked for, and followed to their end."""

import json
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.commands.issuing import issue_command
from api.commands.parameters import Sending
from api.commands.results import to_come
from api.firmware_updates.ordering import NewFirmwareUpdate, written_down
from api.http.idempotency import idempotency_key
from api.http.models import Flag, Page, Time, View
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from csms.domain import firmware_updates
from csms.domain.job_progress import of_charge_point
from csms.ids import uuid7
from csms.outbound import ending
from csms.redaction import without_secrets
from csms.store import commands
from csms.store.commands import jobs as store
from csms.store.commands.jobs import Job
from csms.store.paging import of_partition, part, taking
from csms.store.table import fetch
from outbound import COMMANDS

resource = Resource("/charge-points/{chargePointId}/firmware-updates", "Firmware updates")

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


@resource.operation(
    "POST",
    "",
    "operator",
    shows(FirmwareUpdate, REQUESTED, "Location", status=202, said="It is requested"),
    problems=(409, 422),
    body=NEW,
)
def update_firmware(
    context: RequestContext,
    charge_point_id: str,
    body: NewFirmwareUpdate,
    sending: Sending,
) -> Reply:
    """Update the firmware of a charge point, by UpdateFirmware or SignedUpdateFirmware.

    It is followed to its end: each phase has its time.
    """
    key = idempotency_key(context)
    if body.repeats and without_secrets(body.location) != body.location:
        raise bad_field("repeats", "a location with a secret is not kept, nor asked for again")
    until = to_come(context, sending.queue_until, keyed=key is not None)
    command_id = uuid7(context.at)
    job = body.job(charge_point_id, command_id, context.at, until)
    location = body.address(firmware_updates.over(job))
    job.location = location
    record = issue_command(
        context,
        charge_point_id,
        body.action,
        body.with_signature(context.at).payload(location),
        timeout=sending.timeout,
        until=until,
        force=sending.force,
        key=key,
        command_id=command_id,
        also=written_down(job),
        asked=json.loads(body.model_dump_json(by_alias=True)) if body.image else None,
    )
    where = context.location(
        "charge-points", charge_point_id, "firmware-updates", record.command_id
    )
    return Reply(
        _view(_found(context, charge_point_id, record.command_id)), 202, {"Location": where}
    )


@resource.operation("GET", "", "viewer", shows(FirmwareUpdates, {"items": [EXAMPLE]}), paged=True)
def list_firmware_updates(
    context: RequestContext,
    charge_point_id: str,
    ended: Annotated[Flag | None, Query()] = None,
    outcome: Annotated[store.Outcome | None, Query()] = None,
) -> FirmwareUpdates:
    """The firmware updates of a charge point, the newest first, however they were asked for."""
    charge_point, _ = find(charge_point_id)
    newest = {job.sk: job for job in of_charge_point(charge_point, context.at)}

    def wanted(job: Job) -> bool:
        job = newest.get(job.sk, job)
        as_asked = ended in (None, job.has_ended) and outcome in (None, job.outcome)
        return job.is_firmware and as_asked

    own = of_partition(Job, f"CP#{charge_point_id}", Job.PREFIX, newest_first=True)
    found = part(own, context.paging.limit, context.paging.position, taking(Job, wanted))
    return FirmwareUpdates(
        items=[_view(newest.get(job.sk, job)) for job in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{updateId}", "viewer", shows(FirmwareUpdate, EXAMPLE))
def read_firmware_update(
    context: RequestContext, charge_point_id: str, update_id: str
) -> FirmwareUpdate:
    """One firmware update: how far it is, or how it ended."""
    return _view(_found(context, charge_point_id, update_id))


@resource.operation(
    "DELETE", "/{updateId}", "operator", shows(FirmwareUpdate, CANCELLED), problems=(409,)
)
def cancel_firmware_update(
    context: RequestContext, charge_point_id: str, update_id: str
) -> FirmwareUpdate:
    """Cancel a firmware update whose command still waits.

    OCPP has no way to stop one that was sent; another SignedUpdateFirmware may take its place.
    """
    _found(context, charge_point_id, update_id)
    record = commands.find(charge_point_id, update_id)
    entry = context.audit(f"charge-points/{charge_point_id}/firmware-updates/{update_id}")
    if record is None or not ending.cancel(COMMANDS, record, context.at, entry):
        raise Problem(409, "its command has been sent, or has ended")
    return _view(_found(context, charge_point_id, update_id))


def _found(context: RequestContext, charge_point_id: str, update_id: str) -> Job:
    """As it is by all that was heard, written down or not. Raises Problem."""
    charge_point, _ = find(charge_point_id)
    (job,) = fetch(Job.of(charge_point_id, update_id))
    if job is None or not job.is_firmware:
        raise not_found(f"the firmware update {update_id} of {charge_point_id}")
    newest = of_charge_point(charge_point, context.at)
    return next((one for one in newest if one.sk == job.sk), job)


def _view(job: Job) -> FirmwareUpdate:
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
