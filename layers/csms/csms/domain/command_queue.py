"""Whose turn it is among the commands that wait at a charge point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from csms.domain import rescue
from csms.domain.registration import allows, standing
from csms.store.commands import Outcome, QueuedCommand, WaitingCommands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection


class Turn(Enum):
    NOBODYS = "what is left has to wait, if anything is"
    BEHIND_THE_OPEN_CALL = "the first that may be sent waits until the open call has ended"
    ITS_OWN = "the first that may be sent can leave"


@dataclass(frozen=True)
class Judgement:
    """`over`: what may wait no longer, and how it ends; `first`: what may be sent first."""

    over: Sequence[tuple[QueuedCommand, Outcome]]
    turn: Turn
    first: QueuedCommand | None = None


def judge(
    queue: Sequence[QueuedCommand],
    charge_point: ChargePoint | None,
    connection: Connection | None,
    at: datetime,
) -> Judgement:
    """The queue in its order; one that is not there is no charge point, or no connection."""
    over: list[tuple[QueuedCommand, Outcome]] = []
    first = None
    for queued in queue:
        if why := _over(queued, charge_point, connection, at):
            over.append((queued, why))
        elif first is None and connection and charge_point:
            may = may_be_sent(charge_point, queued.action) and _carries(connection, queued.action)
            first = queued if may else None
    if first is None or connection is None:
        return Judgement(over, Turn.NOBODYS)
    turn = Turn.BEHIND_THE_OPEN_CALL if connection.open_call else Turn.ITS_OWN
    return Judgement(over, turn, first)


def is_alone(
    command: QueuedCommand,
    charge_point: ChargePoint,
    connection: Connection,
    waiting: WaitingCommands | None,
    at: datetime,
) -> bool:
    """Whether nothing waits, and a new command can leave without waiting itself."""
    if waiting and waiting.ids:
        return False
    judged = judge([command], charge_point, connection, at)
    return judged.turn is Turn.ITS_OWN


def may_be_sent(charge_point: ChargePoint, action: str) -> bool:
    return allows(standing(charge_point.status, charge_point.told), action)


def _carries(connection: Connection, action: str) -> bool:
    """One that an expired certificate has opened carries only what leads to a new one."""
    return not connection.rescue or action in rescue.SENT


def _over(
    queued: QueuedCommand,
    charge_point: ChargePoint | None,
    connection: Connection | None,
    at: datetime,
) -> Outcome | None:
    """Why it may not wait any longer; without an `until` it does not wait for a connection."""
    if charge_point is None:
        return "Cancelled"  # the next of its name is another
    if queued.until is not None:
        return "Expired" if queued.until <= at else None
    if connection is None or not _carries(connection, queued.action):
        return "NotConnected"
    return None if may_be_sent(charge_point, queued.action) else "NotAccepted"
