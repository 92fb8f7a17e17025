"""Where charge points bring files to and fetch them from, and the jobs which that is."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from csms.domain.command_context import CommandContext
from csms.domain.job_progress import due
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job, JobAction
from csms.store.reported.configuration import Configuration
from csms.store.table import Write
from csms.wire.ocpp16 import Text

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):\S+")


def _has_scheme(value: str) -> str:
    if not _SCHEME.fullmatch(value):
        raise PydanticCustomError("uri", "a location is a URI")
    return value


Uri = Annotated[
    Text, AfterValidator(_has_scheme), WithJsonSchema({"type": "string", "format": "uri"})
]
"""As it was written: nothing is escaped or normalised."""


def unsupported_protocol(context: CommandContext, location: str) -> str | None:
    """Why the charge point cannot reach it. The command needs the Configuration."""
    key = "SupportedFileTransferProtocols"
    configuration = context.find(Configuration.of(context.charge_point_id))
    entry = configuration and configuration.entry(key)
    scheme = _SCHEME.match(location)
    if entry is None or not entry.value or scheme is None:
        return None
    supported = [protocol.strip().casefold() for protocol in entry.value.split(",")]
    if scheme[1].casefold() in supported:
        return None
    return f"{key} is {entry.value}, which has no {scheme[1].upper()}"


def taken_on(
    context: CommandContext,
    action: JobAction,
    location: str,
    status: str = "Accepted",
    *,
    request_id: int | None = None,
    file_name: str | None = None,
) -> list[Write]:
    """A file is promised, with the status that was answered."""
    job = Job.of(context.charge_point_id, context.command_id)
    job.action = action
    job.request_id = request_id
    job.location = location
    job.file_name = file_name
    job.status = status
    job.sent_at = context.sent_at or context.at
    job.opened_at = context.at
    return [job_transitions.opened(job, due(job))]


def update_leaves(context: CommandContext, update: Job, status: str | None = None) -> list[Write]:
    """An update's command leaves; or it has been answered, with this status."""
    update.asked_at = update.sent_at = context.sent_at or context.at
    update.status = status
    update.opened_at = context.at if status else None
    return [job_transitions.left(update, due(update))]


def update_does_not_leave(context: CommandContext) -> list[Write]:
    return [job_transitions.not_left(Job.of(context.charge_point_id, context.command_id))]
