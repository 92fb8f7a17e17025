"""A command leaves: its connection is claimed, then its frame posted, at most once."""

from datetime import datetime, timedelta
from enum import Enum

from pydantic import ValidationError

from csms import connections
from csms.outbound import call_log, ending, filling
from csms.outbound.command import Commands
from csms.outbound.watches import drain_later, watch
from csms.store import commands as store
from csms.store.commands import QueuedCommand
from csms.store.reported.connections import Connection, closed
from csms.telemetry import logger
from csms.wire import frames

UPGRADING = timedelta(seconds=10)  # a socket that young may not have finished its upgrade
FRESH = timedelta(seconds=5)  # so old at most, a command's first watch comes in time for its call


class Then(Enum):
    """What is left to do for whoever sends what waits."""

    LOOK_AGAIN = "the queue or the connection has changed"
    WAIT = "a call is open, or nothing may be sent for now"


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
    if not store.claim(queued, connection, at, effects, sent_as=ready.payload):
        return Then.LOOK_AGAIN
    frame = frames.call(queued.command_id, queued.action, ready.payload)
    try:
        connections.post(connection.connection_id, frame)
    except connections.Gone:
        undone = command.on_error(ready.request, ready.context)
        store.unclaim(queued, connection.connection_id, undone)
        return _gone(connection, at)
    except connections.TooLarge:
        undone = command.on_error(ready.request, ready.context)
        if record := store.find(charge_point_id, queued.command_id):
            record.connection_id = connection.connection_id
            ending.end(commands, record, "TooLarge", at, effects=undone)
        return Then.LOOK_AGAIN
    except Exception:
        # it may have left: an answer will tell, or the time
        logger.exception("posting a call failed", extra={"command_id": queued.command_id})
    call_log.sent(queued, frame, at)
    return Then.WAIT


def _gone(connection: Connection, at: datetime) -> Then:
    if at - connection.connected_at < UPGRADING:
        drain_later(connection.charge_point_id)
        return Then.WAIT
    closed(connection.charge_point_id, connection.connection_id)
    return Then.LOOK_AGAIN
