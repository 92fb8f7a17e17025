"""/charge-points/{chargePointId}/configuration: which keys a charge point has, and their values."""

import time
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from api.charge_points.resource import find
from api.commands.issuing import issue_command
from api.commands.parameters import QueueUntil, Seconds, Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.results import RESULT_EXAMPLE, CommandResults, result_of, to_come
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import WAITING, Command
from api.commands.waiting import wait_for_outcomes
from api.http.idempotency import idempotency_key
from api.http.models import Body, Time, View
from api.http.operations import Reply, Resource, shows
from api.http.request_context import RequestContext
from csms.ids import uuid7
from csms.store.reported.configuration import Configuration
from csms.store.table import fetch

resource = Resource("/charge-points/{chargePointId}/configuration", "Configuration")

EXAMPLE: dict[str, object] = {
    "items": [
        {
            "key": "HeartbeatInterval",
            "value": "300",
            "readonly": False,
            "learnedAt": "2026-06-01T12:00:00.000Z",
        }
    ],
    "unknown": [{"key": "LightIntensity", "learnedAt": "2026-06-01T12:00:00.000Z"}],
    "completeAt": "2026-06-01T12:00:00.000Z",
}
READ = RESULT_EXAMPLE | {"status": "Answered"}
CHANGE = {
    "action": "ChangeConfiguration",
    "payload": {"key": "HeartbeatInterval", "value": "300"},
}


class ConfigurationKey(View):
    key: str
    value: str | None = None
    readonly: bool
    learned_at: Time


class UnknownKey(View):
    key: str
    learned_at: Time


class KnownConfiguration(View):
    """`unknown`: what the charge point said it does not know.

    `completeAt`: when all keys were last read; without it there may be others.
    """

    items: list[ConfigurationKey]
    unknown: list[UnknownKey]
    complete_at: Time | None = None


Key = Annotated[str, Field(min_length=1, max_length=50)]


class Reading(Body):
    keys: Annotated[list[Key], Field(min_length=1, max_length=200)] | None = None


class NewValue(Body):
    value: Annotated[str, Field(max_length=500)]


@resource.operation("GET", "", "viewer", shows(KnownConfiguration, EXAMPLE))
def read_configuration(context: RequestContext, charge_point_id: str) -> KnownConfiguration:
    """What is known of the configuration, by key.

    It is what the charge point last told or accepted; the value of AuthorizationKey is never
    known.
    """
    find(charge_point_id)
    (known,) = fetch(Configuration.of(charge_point_id))
    if known is None:
        return KnownConfiguration(items=[], unknown=[])
    return KnownConfiguration(
        items=[
            ConfigurationKey(
                key=entry.key, value=entry.value, readonly=entry.readonly, learned_at=entry.at
            )
            for entry in known.all()
        ],
        unknown=[UnknownKey(key=key, learned_at=at) for key, at in known.all_unknown()],
        complete_at=known.complete_at,
    )


@resource.operation(
    "POST",
    "/read",
    "operator",
    shows(CommandResults, {"items": [RESULT_EXAMPLE]}, status=202, said="It is asked"),
    shows(CommandResults, {"items": [READ]}, said="All has been read, within the time to wait"),
    problems=(409, 422),
    body={"keys": ["HeartbeatInterval", "MeterValueSampleInterval"]},
)
def ask_for_configuration(
    context: RequestContext,
    charge_point_id: str,
    body: Reading,
    wait: Wait = 0,
    timeout: Seconds = None,
    queue_until: QueueUntil = None,
) -> Reply:
    """Ask the charge point for all of its configuration, or for some keys.

    Keys are asked for with as many GetConfiguration commands as its GetConfigurationMaxKeys makes
    necessary. With `wait` it is answered as soon as all of them have ended, however they did.
    """
    began = time.monotonic()  # many commands take a while themselves
    until, idempotent = to_come(context, queue_until), idempotency_key(context)
    find(charge_point_id)
    records = [
        issue_command(
            context,
            charge_point_id,
            "GetConfiguration",
            {"key": chunk} if chunk else {},
            timeout=timeout,
            until=until,
            key=idempotent and f"{idempotent}#{place}",
            command_id=uuid7(context.at + timedelta(milliseconds=place)),
        )
        for place, chunk in enumerate(_chunks(charge_point_id, body.keys))
    ]
    if wait:
        records = wait_for_outcomes(records, began + wait - time.monotonic())
    ended = wait and all(record.has_ended for record in records)
    results = CommandResults(items=[result_of(record) for record in records])
    return Reply(results, 200 if ended else 202)


def _chunks(charge_point_id: str, keys: list[str] | None) -> list[list[str]]:
    """Without keys it is one, and it is empty (C-59)."""
    if keys is None:
        return [[]]
    (known,) = fetch(Configuration.of(charge_point_id))
    wanted = list({key.casefold(): key for key in keys}.values())
    most = (known and known.number("GetConfigurationMaxKeys")) or len(wanted)
    return [wanted[place : place + most] for place in range(0, len(wanted), most)]


@resource.operation(
    "PUT",
    "/{key}",
    "operator",
    shows(Command, WAITING | CHANGE, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, COMMAND | CHANGE, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
    body={"value": "300"},
)
def change_configuration(
    context: RequestContext,
    charge_point_id: str,
    key: str,
    body: NewValue,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Set one key, by a ChangeConfiguration command."""
    return send_and_wait(
        context,
        charge_point_id,
        "ChangeConfiguration",
        {"key": key, "value": body.value},
        sending,
        wait,
    )
