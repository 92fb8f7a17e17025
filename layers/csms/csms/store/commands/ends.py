"""How a command ends, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from csms.store.commands.records import (
    CommandRecord,
    Outcome,
    QueuedCommand,
    SentRequest,
    WaitingCommands,
)
from csms.store.commands.together import all_that_holds
from csms.store.reported.connections import Connection
from csms.store.table import Write, delete, update

UNANSWERED: tuple[Outcome, ...] = ("TimedOut", "ConnectionLost")  # how what was sent may end so


@dataclass(frozen=True)
class Ended:
    """`none_waits`: it is certain that no command waited as this one ended."""

    none_waits: bool = False


def end(
    record: CommandRecord,
    outcome: Outcome,
    at: datetime,
    *also: Action,
    effects: Sequence[Write] = (),
    log: Sequence[Write] = (),
    none_waits: bool = False,
) -> Ended | None:
    """Write the outcome and what follows from it; None if there is one already.

    One transaction, which releases the connection too, and deletes what was sent with secrets: of
    all that may end a command, one does. `none_waits`: nothing waited a moment ago, and it is
    looked whether that is still so; whoever lets one wait later finds the connection released.
    None, too, for one that has been put back, and perhaps sent on another connection. Raises
    ReadAgain.
    """
    ended = [CommandRecord.status.set(outcome), CommandRecord.ended_at.set(at), *also]
    sent = (CommandRecord.status == "Sent") & (CommandRecord.connection_id == record.connection_id)
    secrets = [delete(SentRequest.of(record))] if record.has_secrets else []
    others = [release(record), *effects]
    alone = WaitingCommands.of(record.charge_point_id).none()
    if none_waits:
        others.append(alone)
    left_out = all_that_holds([update(record, ended, sent), *secrets], others, log)
    if left_out is None:
        return None
    return Ended(none_waits and not any(one is alone for one in left_out))


def drop(queued: QueuedCommand, outcome: Outcome, at: datetime, *also: Write) -> bool:
    """End a command that was never sent; False if it no longer waits."""
    ended: list[Action] = [CommandRecord.status.set(outcome), CommandRecord.ended_at.set(at)]
    waits = CommandRecord.status == "Queued"
    no_more = WaitingCommands.of(queued.charge_point_id).one_less(queued.command_id)
    dropped = [update(queued.record, ended, waits), delete(queued), no_more, *also]
    return all_that_holds(dropped, []) is not None


def cancel(record: CommandRecord, at: datetime, also: Write) -> bool:
    """As an operator wants it; False if it no longer waits."""
    return drop(QueuedCommand.of(record, {}), "Cancelled", at, also)


def answered_late(
    record: CommandRecord,
    answer: dict[str, Any],
    at: datetime,
    effects: Sequence[Write],
    log: Sequence[Write] = (),
) -> bool:
    """Keep the first answer that comes after the outcome; False if there is one already.

    Raises ReadAgain.
    """
    late: list[Action] = [CommandRecord.late_answer.set(answer), CommandRecord.late_at.set(at)]
    unheard = CommandRecord.late_at.does_not_exist() & CommandRecord.status.is_in(*UNANSWERED)
    return all_that_holds([update(record, late, unheard)], effects, log) is not None


def release(record: CommandRecord) -> Write:
    """The connection may have another call by now, or be another."""
    return update(
        Connection.of(record.charge_point_id),
        [Connection.open_call.remove()],
        Connection.open_call == record.command_id,
    )
