"""UpdateFirmware: fetch firmware from a location and install it (OCPP 1.6 §5.19)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import Uri, taken_on, unsupported_protocol
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


def remember(
    request: UpdateFirmware, _: UpdateFirmwareResponse, context: CommandContext
) -> Sequence[Write]:
    """An answer is acceptance; who wants signed firmware gives a CALLERROR (L01.FR.26, C-49)."""
    return taken_on(context, "UpdateFirmware", request.location)


command = Command(
    UpdateFirmware,
    UpdateFirmwareResponse,
    needs=needs_configuration,
    lists=(Job,),
    objection=objection,
    on_response=remember,
    names_no_secret=True,
)
