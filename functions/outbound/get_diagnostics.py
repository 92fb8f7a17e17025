"""GetDiagnostics: bring a file of diagnostics to a location (OCPP 1.6 §5.9)."""

from collections.abc import Sequence
from typing import Annotated

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import Uri, taken_on, unsupported_protocol
from csms.outbound.command import Command
from csms.store.table import Write
from csms.wire.meanings import Descriptive
from csms.wire.ocpp16 import Integer, Request, Response, Timestamp


class GetDiagnostics(Request):
    location: Uri
    retries: Integer | None = None
    retry_interval: Integer | None = None
    start_time: Timestamp | None = None
    stop_time: Timestamp | None = None


class GetDiagnosticsResponse(Response):
    file_name: Annotated[str, Descriptive(255)] | None = None


def objection(request: GetDiagnostics, context: CommandContext) -> str | None:
    return unsupported_protocol(context, request.location)


def remember(
    request: GetDiagnostics, response: GetDiagnosticsResponse, context: CommandContext
) -> Sequence[Write]:
    """Its answer has no status: whatever it is, the charge point looks to it."""
    return taken_on(context, "GetDiagnostics", request.location, file_name=response.file_name)


command = Command(
    GetDiagnostics,
    GetDiagnosticsResponse,
    needs=needs_configuration,
    objection=objection,
    on_response=remember,
    then="follow-job",
    names_no_secret=True,
)
