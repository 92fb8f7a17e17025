"""UpdateFirmware: fetch firmware from a location and install it (OCPP 1.6 §5.19)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import Uri, unsupported_protocol, update_does_not_leave, update_leaves
from csms.outbound.command import Command
from csms.store.commands.jobs import Job
from csms.store.table import Write
from csms.wire.ocpp16 import Integer, Request, Response, Timestamp


class UpdateFirmware(Request):
    location: Uri
    retries: Integer | None = None
    retrieve_date: Timestamp
    retry_interval: Integer | None = None


class UpdateFirmwareResponse(Response):
    pass


def objection(request: UpdateFirmware, context: CommandContext) -> str | None:
    return unsupported_protocol(context, request.location)


def leaves(request: UpdateFirmware, context: CommandContext) -> Sequence[Write]:
    """From now on a status may come: also one before the answer, and where that is lost."""
    return update_leaves(context, _update(request, context))


def remember(
    request: UpdateFirmware, _: UpdateFirmwareResponse, context: CommandContext
) -> Sequence[Write]:
    """An answer is acceptance; who wants signed firmware gives a CALLERROR (L01.FR.26, C-49)."""
    return update_leaves(context, _update(request, context), "Accepted")


def stays(_: UpdateFirmware, context: CommandContext) -> Sequence[Write]:
    return update_does_not_leave(context)


def _update(request: UpdateFirmware, context: CommandContext) -> Job:
    job = Job.of(context.charge_point_id, context.command_id)
    job.action, job.location = "UpdateFirmware", request.location
    job.retrieve_at = request.retrieve_date
    return job


command = Command(
    UpdateFirmware,
    UpdateFirmwareResponse,
    needs=needs_configuration,
    objection=objection,
    on_send=leaves,
    on_response=remember,
    on_error=stays,
    then="follow-job",
    names_no_secret=True,
)
