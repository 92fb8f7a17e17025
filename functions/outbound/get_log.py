"""GetLog: bring a log, of security or diagnostics, to a location (Security Whitepaper, N01)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import taken_on, unsupported_protocol
from csms.outbound.command import Command, Fill
from csms.store.commands import jobs
from csms.store.table import Write
from csms.wire.meanings import Descriptive
from csms.wire.ocpp16 import Integer, Payload, Request, Response, Timestamp


class LogParameters(Payload):
    remote_location: Annotated[str, Field(max_length=512)]
    oldest_timestamp: Timestamp | None = None
    latest_timestamp: Timestamp | None = None


class GetLog(Request):
    log: LogParameters
    log_type: Literal["DiagnosticsLog", "SecurityLog"]
    request_id: Integer
    retries: Integer | None = None
    retry_interval: Integer | None = None


class GetLogResponse(Response):
    status: Literal["Accepted", "Rejected", "AcceptedCanceled"]
    filename: Annotated[str, Descriptive(255)] | None = None


def objection(request: GetLog, context: CommandContext) -> str | None:
    return unsupported_protocol(context, request.log.remote_location)


def remember(request: GetLog, response: GetLogResponse, context: CommandContext) -> Sequence[Write]:
    if response.status == "Rejected":
        return []
    return taken_on(
        context,
        "GetLog",
        request.log.remote_location,
        response.status,
        request_id=request.request_id,
        file_name=response.filename,
    )


command = Command(
    GetLog,
    GetLogResponse,
    needs=needs_configuration,
    objection=objection,
    fills=(Fill(("requestId",), jobs.NUMBERS),),
    on_response=remember,
    then="follow-job",
    names_no_secret=True,
)
