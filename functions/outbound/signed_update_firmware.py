"""SignedUpdateFirmware: fetch, verify and install firmware (Security Whitepaper, L01)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.transfers import unsupported_protocol, update_does_not_leave, update_leaves
from csms.outbound.command import Command, Fill
from csms.store.commands import jobs
from csms.store.commands.jobs import Job
from csms.store.table import Write
from csms.wire.ocpp16 import Certificates, Integer, Payload, Request, Response, Timestamp


class Firmware(Payload):
    location: Annotated[str, Field(max_length=512)]
    retrieve_date_time: Timestamp
    install_date_time: Timestamp | None = None
    signing_certificate: Annotated[Certificates, Field(max_length=5500)]
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


def leaves(request: SignedUpdateFirmware, context: CommandContext) -> Sequence[Write]:
    """From now on a status may come: also one before the answer, and where that is lost."""
    return update_leaves(context, _update(request, context))


def remember(
    request: SignedUpdateFirmware, response: SignedUpdateFirmwareResponse, context: CommandContext
) -> Sequence[Write]:
    return update_leaves(context, _update(request, context), response.status)


def stays(_: SignedUpdateFirmware, context: CommandContext) -> Sequence[Write]:
    return update_does_not_leave(context)


def _update(request: SignedUpdateFirmware, context: CommandContext) -> Job:
    job = Job.of(context.charge_point_id, context.command_id)
    job.action, job.location = "SignedUpdateFirmware", request.firmware.location
    job.request_id = request.request_id
    job.retrieve_at = request.firmware.retrieve_date_time
    job.install_at = request.firmware.install_date_time
    return job


command = Command(
    SignedUpdateFirmware,
    SignedUpdateFirmwareResponse,
    needs=needs_configuration,
    objection=objection,
    fills=(Fill(("requestId",), jobs.NUMBERS),),
    on_send=leaves,
    on_response=remember,
    on_error=stays,
    then="follow-job",
    names_no_secret=True,
)
