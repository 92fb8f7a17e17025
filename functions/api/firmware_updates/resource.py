"""/charge-points/{chargePointId}/firmware-updates: asked for, and followed to their end."""

import json
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.commands.issuing import issue_command
from api.commands.parameters import Sending
from api.commands.results import to_come
from api.firmware_updates.ordering import NewFirmwareUpdate, written_down
from api.firmware_updates.views import (
    CANCELLED,
    EXAMPLE,
    NEW,
    REQUESTED,
    FirmwareUpdate,
    FirmwareUpdates,
    view,
)
from api.http.idempotency import idempotency_key
from api.http.models import Flag
from api.http.operations import Reply, Resource, Since, Until, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import named_between
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
        view(_found(context, charge_point_id, record.command_id)), 202, {"Location": where}
    )


@resource.operation("GET", "", "viewer", shows(FirmwareUpdates, {"items": [EXAMPLE]}), paged=True)
def list_firmware_updates(
    context: RequestContext,
    charge_point_id: str,
    ended: Annotated[Flag | None, Query()] = None,
    outcome: Annotated[store.Outcome | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> FirmwareUpdates:
    """The firmware updates of a charge point, the newest first, however they were asked for.

    `from` and `to` go by when they were.
    """
    charge_point, _ = find(charge_point_id)
    newest = {job.sk: job for job in of_charge_point(charge_point, context.at)}

    def wanted(job: Job) -> bool:
        job = newest.get(job.sk, job)
        as_asked = ended in (None, job.has_ended) and outcome in (None, job.outcome)
        return job.is_firmware and as_asked

    low, high = named_between(Job.PREFIX, since, until)
    own = of_partition(Job, f"CP#{charge_point_id}", low, high, newest_first=True)
    found = part(own, context.paging.limit, context.paging.position, taking(Job, wanted))
    return FirmwareUpdates(
        items=[view(newest.get(job.sk, job)) for job in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{updateId}", "viewer", shows(FirmwareUpdate, EXAMPLE))
def read_firmware_update(
    context: RequestContext, charge_point_id: str, update_id: str
) -> FirmwareUpdate:
    """One firmware update: how far it is, or how it ended."""
    return view(_found(context, charge_point_id, update_id))


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
    return view(_found(context, charge_point_id, update_id))


def _found(context: RequestContext, charge_point_id: str, update_id: str) -> Job:
    """As it is by all that was heard, written down or not. Raises Problem."""
    charge_point, _ = find(charge_point_id)
    (job,) = fetch(Job.of(charge_point_id, update_id))
    if job is None or not job.is_firmware:
        raise not_found(f"the firmware update {update_id} of {charge_point_id}")
    newest = of_charge_point(charge_point, context.at)
    return next((one for one in newest if one.sk == job.sk), job)
