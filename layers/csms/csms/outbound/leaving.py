"""A command leaves: its connection is claimed, then its frame posted, at most once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from pydantic import ValidationError

from csms import connections
from csms.outbound import call_log, ending, filling
from csms.outbound.command import Commands
from csms.outbound.filling import Ready
from csms.outbound.watches import drain_later, watch
from csms.store import commands as store
from csms.store.commands import CommandRecord, PostedTwice, QueuedCommand
from csms.store.reported.connections import Connection, closed
from csms.store.table import Write
from csms.telemetry import logger
from csms.wire import frames

UPGRADING = timedelta(seconds=10)  # a socket that young may not have finished its upgrade
FRESH = timedelta(seconds=5)  # so old at most, a command's first watch comes in time for its call


class Then(Enum):
    """What is left to do for whoever sends what waits."""

    LOOK_AGAIN = "the queue or the connection has changed"
    WAIT = "a call is open, or nothing may be sent for now"
    SENT = "it has left, or may have"


def leave(commands: Commands, queued: QueuedCommand, connection: Connection, at: datetime) -> Then:
    if at - queued.created_at > FRESH or timedelta(seconds=queued.timeout) < 2 * FRESH:
        watch(queued.charge_point_id, queued.command_id, seconds=queued.timeout, call=True)
    command, charge_point_id = commands[queued.action], queued.charge_point_id
    try:
        ready = filling.ready(command, queued.payload, charge_point_id, at, queued.command_id)
    except ValidationError:  # it has waited through a release that is stricter
        logger.error("no longer a valid command", extra={"command_id": queued.command_id})
        ending.drop(commands, queued, "Cancelled", at)
        return Then.LOOK_AGAIN
    if ready is None:
        return Then.LOOK_AGAIN
    why = command.impossible(ready.request, ready.context)
    if why := why or command.too_large(queued.command_id, ready.payload):
        logger.error("no frame carries it", extra={"command_id": queued.command_id, "why": why})
        ending.drop(commands, queued, "TooLarge", at)
        return Then.LOOK_AGAIN
    effects = command.on_send(ready.request, ready.context)
    frame = frames.call(queued.command_id, queued.action, ready.payload)
    log = call_log.sent(queued, frame, at)
    if not store.claim(queued, connection, at, effects, sent_as=ready.payload, log=log):
        return Then.LOOK_AGAIN
    return _post(commands, queued, ready, connection, at)


def leave_at_once(
    commands: Commands,
    sent: CommandRecord,
    queued: QueuedCommand,
    ready: Ready,
    connection: Connection,
    key: PostedTwice | None,
    also: Sequence[Write],
) -> Then | None:
    """Where nothing waits it is written down and claims its connection in one, as `sent`.

    `queued` is how it waits if it cannot leave. None if that is no longer so: nothing was written.
    """
    at = sent.created_at
    sent.status, sent.sent_at, sent.connection_id = "Sent", at, connection.connection_id
    effects = commands[sent.action].on_send(ready.request, ready.context)
    frame = frames.call(sent.command_id, sent.action, ready.payload)
    log = call_log.sent(sent, frame, at)
    also = [*also, *ready.numbers]
    if not store.keep_sent(sent, ready.payload, connection, key, also, effects, log):
        return None
    try:
        return _post(commands, queued, ready, connection, at)
    except Exception:
        logger.exception("a command was not put back", extra={"command_id": sent.command_id})
        drain_later(sent.charge_point_id)
        return Then.WAIT


def _post(
    commands: Commands, queued: QueuedCommand, ready: Ready, connection: Connection, at: datetime
) -> Then:
    """What has claimed its connection leaves; `queued` is how it waits again if it could not."""
    command, charge_point_id = commands[queued.action], queued.charge_point_id
    frame = frames.call(queued.command_id, queued.action, ready.payload)
    try:
        connections.post(connection.connection_id, frame)
    except connections.Gone:
        undone = command.on_error(ready.request, ready.context)
        log = call_log.not_sent(queued, frame, at, "its socket is not there")
        store.unclaim(queued, connection.connection_id, undone, log)
        return _gone(connection, at)
    except connections.TooLarge:
        undone = command.on_error(ready.request, ready.context)
        log = call_log.not_sent(queued, frame, at, "its frame is too large")
        if record := store.find(charge_point_id, queued.command_id):
            record.connection_id = connection.connection_id
            ending.end(commands, record, "TooLarge", at, effects=undone, log=log)
        return Then.LOOK_AGAIN
    except Exception:
        # it may have left: an answer will tell, or the time
        logger.exception("posting a call failed", extra={"command_id": queued.command_id})
    return Then.SENT


def _gone(connection: Connection, at: datetime) -> Then:
    if at - connection.connected_at < UPGRADING:
        drain_later(connection.charge_point_id)
        return Then.WAIT
    closed(connection.charge_point_id, connection.connection_id)
    return Then.LOOK_AGAIN
