"""/charge-points/{chargePointId}/logs: a charge point is asked for its log, by either command."""

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from api.commands.issuing import issue_command
from api.commands.parameters import Sending, Wait
from api.commands.resource import sent
from api.commands.results import to_come
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
from api.http.idempotency import idempotency_key
from api.http.models import Body, Time
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms import files, settings
from csms.domain.file_addresses import LONGEST
from csms.ids import uuid7
from csms.store.reported import uploads
from csms.store.table import Write

resource = Resource("/charge-points/{chargePointId}/logs", "Files")

ADDRESS_LASTS = timedelta(days=14)
"""Behind the time at which the command leaves at the latest: retries may take as long."""

SCHEMES = ("http://", "https://", "ftp://", "ftps://", "sftp://")
WANTED = {"logType": "DiagnosticsLog", "oldest": "2026-06-01T00:00:00Z"}
OURS = "https://ocpp.example/files/put/1781524800/[redacted]/uploads/019e8303-8e00-7a3b-9c4d-5e6f70819203/"
ANSWERED = COMMAND | {
    "action": "GetLog",
    "payload": {
        "log": {"remoteLocation": OURS, "oldestTimestamp": "2026-06-01T00:00:00Z"},
        "logType": "DiagnosticsLog",
        "requestId": 4,
    },
    "response": {"status": "Accepted", "filename": "diagnostics.zip"},
}
SENT = {name: ANSWERED[name] for name in list(ANSWERED)[:9]} | {"status": "Sent"}


def _reachable(location: str) -> str:
    if not location.lower().startswith(SCHEMES) or any(each.isspace() for each in location):
        raise ValueError("a location begins with http, https, ftp, ftps or sftp")
    return location


class WantedLog(Body):
    """With a `logType` by GetLog (Security Whitepaper), without by GetDiagnostics (§5.9).

    A `location` leaves as it is written, to a server of your own; without one the charge point is
    told an address of ours, and what it brings is among its files.
    """

    log_type: Literal["DiagnosticsLog", "SecurityLog"] | None = None
    location: Annotated[
        str | None, Field(max_length=LONGEST), AfterValidator(lambda it: it and _reachable(it))
    ] = None
    oldest: Time | None = None
    latest: Time | None = None
    retries: Annotated[int, Field(ge=0)] | None = None
    retry_interval: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.oldest and self.latest and self.latest < self.oldest:
            raise ValueError("latest is before oldest")
        return self


@resource.operation(
    "POST",
    "",
    "operator",
    shows(Command, SENT, "Location", status=202, said="The command is on its way"),
    shows(Command, ANSWERED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
    body=WANTED,
)
def ask_for_log(
    context: RequestContext,
    charge_point_id: str,
    body: WantedLog,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Have a charge point bring its log, of diagnostics or security, here or elsewhere.

    How far it is stands among its jobs, and what has come among its files.
    """
    key = idempotency_key(context)
    until = to_come(context, sending.queue_until, keyed=key is not None)
    command_id = uuid7(context.at)
    location = body.location
    also: list[Write] = []
    if location is None:
        location, also = _ours(context, charge_point_id, command_id, until)
    record = issue_command(
        context,
        charge_point_id,
        "GetLog" if body.log_type else "GetDiagnostics",
        _payload(body, location),
        timeout=sending.timeout,
        until=until,
        force=sending.force,
        key=key,
        command_id=command_id,
        also=also,
        asked=json.loads(body.model_dump_json(by_alias=True)),
    )
    return sent(record, wait)


def _ours(
    context: RequestContext, charge_point_id: str, command_id: str, until: datetime | None
) -> tuple[str, list[Write]]:
    lasts = (until or context.at) + ADDRESS_LASTS
    try:
        location = files.upload_location(command_id, lasts)
    except files.NoPlace as error:
        raise Problem(409, str(error)) from None
    return location, [uploads.expected(command_id, charge_point_id, lasts, settings.files_kept())]


def _payload(body: WantedLog, location: str) -> dict[str, Any]:
    given = body.model_dump(mode="json", by_alias=True)
    if body.log_type is None:
        payload = {
            "location": location,
            "startTime": given["oldest"],
            "stopTime": given["latest"],
        }
    else:
        log = {
            "remoteLocation": location,
            "oldestTimestamp": given["oldest"],
            "latestTimestamp": given["latest"],
        }
        payload = {"log": _without_none(log), "logType": body.log_type}
    payload |= {"retries": body.retries, "retryInterval": body.retry_interval}
    return _without_none(payload)


def _without_none(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if value is not None}
