"""Commands that wait are sent, one at a time on a connection, in order (OCPP-J §4.1.1).

Whoever ends a call looks for the next. A watch on the task queue, set before a command is written
down and again until it has ended, looks after it if anything dies in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from csms import task_queue
from csms.deadline import OutOfTime
from csms.domain.command_queue import Turn, judge
from csms.outbound import call_log, ending
from csms.outbound.command import Commands
from csms.outbound.leaving import Then, leave
from csms.outbound.watches import drain_later
from csms.store import commands as store
from csms.store.commands import CommandRecord, Outcome, QueuedCommand
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import fetch
from csms.telemetry import logger

OVERTAKEN_BY = 2  # seconds: $disconnect comes beside the last answer, not behind it
MOST_ROUNDS = 100


def drain(commands: Commands, charge_point_id: str, at: datetime) -> None:
    """Send what waits, as far as the charge point and its connection let us."""
    try:
        if _drained(commands, charge_point_id, at) is Then.LOOK_AGAIN:
            drain_later(charge_point_id)
    except OutOfTime:  # the next may be free to leave, and whoever ended the call has to see to it
        drain_later(charge_point_id)
        raise


def drain_now_or_later(commands: Commands, charge_point_id: str, at: datetime) -> None:
    """For those who have done their own part, and must not fail for the next."""
    try:
        drain(commands, charge_point_id, at)
    except Exception:
        logger.exception(
            "the next command was not sent", extra={"charge_point_id": charge_point_id}
        )
        drain_later(charge_point_id)


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


def lost(commands: Commands, connection: Connection, at: datetime) -> None:
    """A connection has ended, and the call that it carried with it."""
    if connection.open_call is None:
        return
    record = store.find(connection.charge_point_id, connection.open_call)
    if record is None or record.connection_id != connection.connection_id:
        return  # put back meanwhile, and perhaps sent on another
    error: Outcome = "ConnectionLost"
    ending.end(commands, record, error, at, log=call_log.ended(record, at, error=error))


def times_out(commands: Commands, record: CommandRecord, at: datetime) -> bool:
    """End a call whose time is over; False if it is not, or the call had ended."""
    if record.sent_at is None or at < record.sent_at + timedelta(seconds=record.timeout):
        return False
    error: Outcome = "TimedOut"
    log = call_log.ended(record, at, error=error)
    return ending.end(commands, record, error, at, log=log) is not None


def _drained(commands: Commands, charge_point_id: str, at: datetime) -> Then:
    for _ in range(MOST_ROUNDS):
        queue = store.waiting(charge_point_id)
        if not queue or _next(commands, charge_point_id, queue, at) is not Then.LOOK_AGAIN:
            return Then.WAIT
    return Then.LOOK_AGAIN


def _next(
    commands: Commands, charge_point_id: str, queue: Sequence[QueuedCommand], at: datetime
) -> Then:
    """Send the first that may be sent, and end what may wait no longer."""
    charge_point, connection = fetch(
        ChargePoint.of(charge_point_id), Connection.of(charge_point_id)
    )
    judged = judge(queue, charge_point, connection, at)
    for queued, why in judged.over:
        ending.drop(commands, queued, why, at)
    if judged.first is None or connection is None or judged.turn is Turn.NOBODYS:
        return Then.WAIT
    if judged.turn is Turn.ITS_OWN:
        return leave(commands, judged.first, connection, at)
    # else whoever ends the open call goes on here
    record = store.find(charge_point_id, connection.open_call or "")
    ended = record is not None and times_out(commands, record, at)
    return Then.LOOK_AGAIN if ended else Then.WAIT
