"""SignedUpdateFirmware: fetch, verify and install firmware (Security Whitepaper, L01)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import taken_on, unsupported_protocol
from csms.outbound.command import Command, Fill
from csms.store.commands import jobs
from csms.store.commands.jobs import Job
from csms.store.table import Write
from csms.wire.ocpp16 import Integer, Payload, Request, Response, Timestamp


class Firmware(Payload):
    location: Annotated[str, Field(max_length=512)]
    retrieve_date_time: Timestamp
    install_date_time: Timestamp | None = None
    signing_certificate: Annotated[str, Field(max_length=5500)]
    signature: Annotated[str, Field(max_length=800)]


class SignedUpdateFirmware(Request):
    retries: Integer | None = None
    retry_interval: Integer | None = None
    request_id: Integer
    firmware: Firmware


class SignedUpdateFirmwareResponse(Response):
    status: Literal[
        "Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate", "RevokedCertificate"
    ]


def objection(request: SignedUpdateFirmware, context: CommandContext) -> str | None:
    return unsupported_protocol(context, request.firmware.location)


def remember(
    request: SignedUpdateFirmware, response: SignedUpdateFirmwareResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status not in ("Accepted", "AcceptedCanceled"):
        return []
    return taken_on(
        context,
        "SignedUpdateFirmware",
        request.firmware.location,
        response.status,
        request_id=request.request_id,
    )


command = Command(
    SignedUpdateFirmware,
    SignedUpdateFirmwareResponse,
    needs=needs_configuration,
    lists=(Job,),
    objection=objection,
    fills=(Fill(("requestId",), "request_id", jobs.free_number),),
    on_response=remember,
    names_no_secret=True,
)
