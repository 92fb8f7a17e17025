"""Commands that wait are sent, one at a time on a connection, in order (OCPP-J §4.1.1).

Whoever ends a call looks for the next. A watch on the task queue, set before a command is written
down and again until it has ended, looks after it if anything dies in between.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from csms import connections, task_queue
from csms.domain.registration import allows, standing
from csms.outbound import call_log
from csms.outbound.command import Command
from csms.outbound.context import read_context, request_of
from csms.store import commands as store
from csms.store.commands import CommandRecord, Outcome, QueuedCommand
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection, closed
from csms.store.table import fetch
from csms.telemetry import logger
from csms.wire import frames

Commands = Mapping[str, Command[Any, Any]]

UPGRADING = timedelta(seconds=10)  # a socket that young may not have finished its upgrade
FRESH = timedelta(seconds=5)  # so old at most, a command's first watch comes in time for its call
LONGEST_DELAY = 900  # seconds: SQS
OVERTAKEN_BY = 2  # seconds: $disconnect comes beside the last answer, not behind it
LONGEST_LIFE = 30  # seconds: no function of ours outlives them
MOST_ROUNDS = 100


def may_be_sent(charge_point: ChargePoint, action: str) -> bool:
    return allows(standing(charge_point.status, charge_point.told), action)


def drain(commands: Commands, charge_point_id: str, at: datetime) -> None:
    """Send what waits, as far as the charge point and its connection let us."""
    for _ in range(MOST_ROUNDS):
        queue = store.waiting(charge_point_id)
        if not queue or not _next(commands, charge_point_id, queue, at):
            return
    drain_later(charge_point_id)


def drain_now_or_later(commands: Commands, charge_point_id: str, at: datetime) -> None:
    """For those who have done their own part, and must not fail for the next."""
    try:
        drain(commands, charge_point_id, at)
    except Exception:
        logger.exception(
            "the next command was not sent", extra={"charge_point_id": charge_point_id}
        )
        drain_later(charge_point_id)


def drain_later(charge_point_id: str, *, seconds: int = 1) -> None:
    task_queue.later({"task": "drain", "chargePointId": charge_point_id}, seconds=seconds)


def wake(charge_point_id: str) -> None:
    """A charge point has come back: a second later it can be spoken to."""
    if store.waiting(charge_point_id):
        drain_later(charge_point_id)


def lost_soon(connection: Connection) -> None:
    """A connection has ended, but its last answer may still be on its way to us."""
    if connection.open_call is None:
        return
    task_queue.later(
        {
            "task": "connection-lost",
            "chargePointId": connection.charge_point_id,
            "connectionId": connection.connection_id,
            "commandId": connection.open_call,
        },
        seconds=OVERTAKEN_BY,
    )


def lost(connection: Connection, at: datetime) -> None:
    """A connection has ended, and the call that it carried with it."""
    if connection.open_call is None:
        return
    record = store.find(connection.charge_point_id, connection.open_call)
    if record is None or record.connection_id != connection.connection_id:
        return  # put back meanwhile, and perhaps sent on another
    if store.end(record, "ConnectionLost", at):
        call_log.ended(record, at, error="ConnectionLost")


def watch(
    charge_point_id: str,
    command_id: str,
    *,
    seconds: int,
    call: bool = False,
    again: bool = False,
) -> None:
    """Look after a command, in so many seconds at the latest, and until it has ended.

    `call`: only while it is sent. One that goes back into the queue has a watch there already,
    and would have one more after every try.
    """
    task = {"task": "watch", "chargePointId": charge_point_id, "commandId": command_id}
    flags = {name: True for name, given in (("call", call), ("again", again)) if given}
    task_queue.later({**task, **flags}, seconds=min(max(seconds, 1), LONGEST_DELAY))


def look_after(
    commands: Commands,
    charge_point_id: str,
    command_id: str,
    at: datetime,
    *,
    call: bool = False,
    again: bool = False,
) -> None:
    """What a watch does: end what is over, wake what waits, and look again."""
    record = store.find(charge_point_id, command_id)
    if record is None and not again:
        # whoever set the watch may be slower than it, and still about to write the command down
        watch(charge_point_id, command_id, seconds=LONGEST_LIFE, call=call, again=True)
        return
    if call and record and record.status == "Queued":
        return
    if record and not record.has_ended and (record.status == "Queued" or _times_out(record, at)):
        drain(commands, charge_point_id, at)
        record = store.find(charge_point_id, command_id)
    if record is None:
        return
    if record.has_ended:
        go_on_later(commands, record)
        return
    if record.sent_at:
        due = record.sent_at + timedelta(seconds=record.timeout)
    else:
        due = record.until or at + timedelta(seconds=record.timeout)
    # a second late rather than early
    watch(charge_point_id, command_id, seconds=int((due - at).total_seconds()) + 1, call=call)


def go_on_later(commands: Commands, record: CommandRecord) -> None:
    """What the end of a command leads to: a watch sees to it, if whoever ended it could not."""
    if task := commands[record.action].then:
        task_queue.later(
            {
                "task": task,
                "chargePointId": record.charge_point_id,
                "commandId": record.command_id,
            },
            seconds=0,
        )


def _times_out(record: CommandRecord, at: datetime) -> bool:
    if record.sent_at is None or at < record.sent_at + timedelta(seconds=record.timeout):
        return False
    if not store.end(record, "TimedOut", at):
        return False
    call_log.ended(record, at, error="TimedOut")
    return True


def _next(
    commands: Commands, charge_point_id: str, queue: Sequence[QueuedCommand], at: datetime
) -> bool:
    """Send the first that may be sent; False when there is nothing more to do for now."""
    charge_point, connection = fetch(
        ChargePoint.of(charge_point_id), Connection.of(charge_point_id)
    )
    if charge_point is None:
        return _all_ended(queue, "Cancelled", at)  # the next of its name is another
    waiting, over = _split(queue, lambda one: one.until is None or one.until > at)
    _all_ended(over, "Expired", at)
    if connection is None:
        return _all_ended([one for one in waiting if one.until is None], "NotConnected", at)
    sendable, refused = _split(waiting, lambda one: may_be_sent(charge_point, one.action))
    _all_ended([one for one in refused if one.until is None], "NotAccepted", at)
    if not sendable:
        return False
    if connection.open_call:
        # else whoever ends the open call goes on here
        record = store.find(charge_point_id, connection.open_call)
        return record is not None and _times_out(record, at)
    return _send(commands, sendable[0], connection, at)


def _split(
    queue: Sequence[QueuedCommand], wanted: Callable[[QueuedCommand], bool]
) -> tuple[list[QueuedCommand], list[QueuedCommand]]:
    return [one for one in queue if wanted(one)], [one for one in queue if not wanted(one)]


def _all_ended(queue: Sequence[QueuedCommand], why: Outcome, at: datetime) -> bool:
    """End what may not wait any longer; False, for what is left has to wait."""
    for queued in queue:
        store.drop(queued, why, at)
    return False


def _send(commands: Commands, queued: QueuedCommand, connection: Connection, at: datetime) -> bool:
    """False once it is on its way; True to look again."""
    if at - queued.created_at > FRESH or timedelta(seconds=queued.timeout) < 2 * FRESH:
        watch(queued.charge_point_id, queued.command_id, seconds=queued.timeout, call=True)
    command = commands[queued.action]
    try:
        request = request_of(command, queued.payload)
    except ValidationError:  # it has waited through a release that is stricter
        logger.error("no longer a valid command", extra={"command_id": queued.command_id})
        return store.drop(queued, "Cancelled", at)
    context = read_context(command, request, queued.charge_point_id, at, queued.command_id)
    if context is None or not store.claim(
        queued, connection, at, command.on_send(request, context)
    ):
        return True
    frame = frames.call(queued.command_id, queued.action, queued.payload)
    try:
        connections.post(connection.connection_id, frame)
    except connections.Gone:
        store.unclaim(queued, connection.connection_id, command.on_error(request, context))
        return _gone(connection, at)
    except connections.TooLarge:
        undone = command.on_error(request, context)
        record = queued.record
        record.connection_id = connection.connection_id
        return store.end(record, "TooLarge", at, effects=undone)
    except Exception:
        # it may have left: an answer will tell, or the time
        logger.exception("posting a call failed", extra={"command_id": queued.command_id})
    call_log.sent(queued, frame, at)
    return False


def _gone(connection: Connection, at: datetime) -> bool:
    if at - connection.connected_at < UPGRADING:
        drain_later(connection.charge_point_id)
        return False
    closed(connection.charge_point_id, connection.connection_id)
    return True
