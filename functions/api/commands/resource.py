"""/charge-points/{chargePointId}/commands: what is asked of a charge point, and its outcome."""

import time
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.existence import must_be_known
from api.commands.issuing import issue_command
from api.commands.parameters import Sending, Wait
from api.commands.results import location, to_come
from api.commands.views import EXAMPLE, WAITING, Command, Commands, view
from api.commands.waiting import wait_for_outcome
from api.http.idempotency import idempotency_key
from api.http.operations import JSON, Content, Reply, Resource, Since, Until, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.http.resolver import json_object
from api.http.time_ranges import named_between
from csms.outbound import ending
from csms.store import commands as store
from csms.store.commands import CommandRecord
from csms.store.paging import of_partition, part, taking
from outbound import COMMANDS

resource = Resource("/charge-points/{chargePointId}/commands", "Commands")

Name = Annotated[str | None, Query(min_length=1, max_length=50)]
Outcome = Annotated[
    Literal["Queued", "Sent", "Ended"] | None, Query(description="Ended: however it ended.")
]


@resource.operation(
    "POST",
    "/{action}",
    "operator",
    shows(Command, WAITING, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, EXAMPLE, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
    consumes=(Content(None, "{}", JSON),),
)
def send_command(
    context: RequestContext,
    charge_point_id: str,
    action: str,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Send a command; the body is its payload, which leaves as it is posted.

    Numbers that may be left out are filled in, the version of a local list as the command leaves.
    What makes no sense as things are known is a 409, unless `force=true`. While the charge point
    is not connected a command ends at once as NotConnected, or waits with `queueUntil`. The same
    command posted again with the same `Idempotency-Key` is sent once.
    """
    return send_and_wait(
        context, charge_point_id, action, json_object(context.text or "{}"), sending, wait
    )


@resource.operation("GET", "", "viewer", shows(Commands, {"items": [EXAMPLE]}), paged=True)
def list_commands(
    context: RequestContext,
    charge_point_id: str,
    action: Name = None,
    status: Outcome = None,
    since: Since = None,
    until: Until = None,
) -> Commands:
    """The commands to a charge point, the newest first."""

    def wanted(record: CommandRecord) -> bool:
        stage = "Ended" if record.has_ended else record.status
        return action in (None, record.action) and status in (None, stage)

    low, high = named_between("", since, until)
    calls = CommandRecord.of(charge_point_id, "").pk
    own = of_partition(CommandRecord, calls, low, high, newest_first=True)
    found = part(own, context.paging.limit, context.paging.position, taking(CommandRecord, wanted))
    must_be_known(charge_point_id, context, found)
    return Commands(
        items=[view(record) for record in found.items], cursor=context.paging.cursor(found.position)
    )


@resource.operation("GET", "/{commandId}", "viewer", shows(Command, EXAMPLE))
def read_command(
    context: RequestContext, charge_point_id: str, command_id: str, wait: Wait = 0
) -> Command:
    """A command, and what has come of it so far; with `wait`, as soon as it has ended."""
    return view(wait_for_outcome(_found(charge_point_id, command_id), wait))


@resource.operation(
    "DELETE",
    "/{commandId}",
    "operator",
    shows(Command, WAITING | {"status": "Cancelled"}),
    problems=(409,),
)
def cancel_command(context: RequestContext, charge_point_id: str, command_id: str) -> Command:
    """Cancel a command that has not been sent yet."""
    record = _found(charge_point_id, command_id)
    entry = context.audit(f"charge-points/{charge_point_id}/commands/{command_id}")
    if not ending.cancel(COMMANDS, record, context.at, entry):
        raise Problem(409, "it has been sent, or has ended")
    return view(_found(charge_point_id, command_id))


def send_and_wait(
    context: RequestContext,
    charge_point_id: str,
    action: str,
    payload: dict[str, Any],
    sending: Sending,
    wait: int,
) -> Reply:
    """What an operation does that is a command. Raises Problem."""
    began = time.monotonic()
    key = idempotency_key(context)
    record = issue_command(
        context,
        charge_point_id,
        action,
        payload,
        timeout=sending.timeout,
        until=to_come(context, sending.queue_until, keyed=key is not None),
        force=sending.force,
        key=key,
    )
    return sent(record, wait, began)


def sent(record: CommandRecord, wait: int, began: float | None = None) -> Reply:
    """200 if it ended within these seconds, else 202; `began`: see `look_until`."""
    if wait:
        record = wait_for_outcome(record, wait, began)
    status = 200 if wait and record.has_ended else 202
    return Reply(view(record), status, {"Location": location(record)})


def _found(charge_point_id: str, command_id: str) -> CommandRecord:
    record = store.find(charge_point_id, command_id)
    if record is None:
        raise not_found(f"the command {command_id} of {charge_point_id}")
    return record
