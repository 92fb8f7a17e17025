"""/commands: one command to many charge points."""

from functools import partial
from typing import Annotated

from pydantic import Field

from api.commands.issuing import issue_command
from api.commands.results import REFUSED_EXAMPLE, RESULT_EXAMPLE, CommandResults, attempted, to_come
from api.http.idempotency import idempotency_key
from api.http.models import Body, Time
from api.http.operations import Resource, shows
from api.http.problems import bad_field
from api.http.request_context import RequestContext
from csms.store.commands import CommandRecord
from outbound import COMMANDS

resource = Resource("/commands", "Commands")

MOST_CHARGE_POINTS = 100
Identity = Annotated[str, Field(min_length=1, max_length=255)]
Identities = Annotated[list[Identity], Field(min_length=1, max_length=MOST_CHARGE_POINTS)]


class CommandToMany(Body):
    """`timeout` in seconds."""

    action: Annotated[str, Field(json_schema_extra={"enum": list(COMMANDS)})]
    payload: dict[str, object]
    charge_point_ids: Identities
    timeout: Annotated[int, Field(ge=1, le=900)] | None = None
    queue_until: Time | None = None
    force: bool = False


@resource.operation(
    "POST",
    "",
    "operator",
    shows(
        CommandResults,
        {"items": [RESULT_EXAMPLE, REFUSED_EXAMPLE]},
        status=202,
        said="Each was written down, or refused",
    ),
    keyed=True,
    body={
        "action": "TriggerMessage",
        "payload": {"requestedMessage": "Heartbeat"},
        "chargePointIds": ["CP1", "CP2"],
    },
)
def send_commands(context: RequestContext, body: CommandToMany) -> CommandResults:
    """Send one command to up to a hundred charge points.

    What one refuses says nothing of the others. An `Idempotency-Key` holds for each charge point.
    """
    if body.action not in COMMANDS:
        raise bad_field("action", f"there is no command {body.action}")
    until, key = to_come(context, body.queue_until), idempotency_key(context)

    def give(charge_point_id: str) -> CommandRecord:
        return issue_command(
            context,
            charge_point_id,
            body.action,
            body.payload,
            timeout=body.timeout,
            until=until,
            force=body.force,
            key=key,
        )

    return CommandResults(
        items=[attempted(one, partial(give, one)) for one in each_once(body.charge_point_ids)]
    )


def each_once(charge_point_ids: list[str]) -> list[str]:
    """Raises Problem."""
    for place, one in enumerate(charge_point_ids):
        if one in charge_point_ids[:place]:
            raise bad_field(f"chargePointIds.{place}", f"{one} is named twice")
    return charge_point_ids
