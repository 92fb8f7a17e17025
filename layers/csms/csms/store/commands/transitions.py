"""The life of a command: kept, claimed for a connection, and ended once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.update import Action

from csms.redaction import without_secrets
from csms.store.commands.records import (
    CommandRecord,
    Outcome,
    PostedTwice,
    QueuedCommand,
    SentRequest,
    WaitingCommands,
)
from csms.store.reported.connections import Connection
from csms.store.table import Cancelled, Write, delete, put, transact, update

SENT_REQUEST_KEPT = timedelta(days=1)
"""Beyond its time to answer, should whoever ends the call never come to it."""

CONFLICT_TRIES = 12  # many who let commands wait at one charge point meet on what counts them
MOST_WAITING = 200  # commands of one charge point
UNANSWERED: tuple[Outcome, ...] = ("TimedOut", "ConnectionLost")  # how what was sent may end so


class KeyTaken(Exception):
    """A command has been posted with this Idempotency-Key before."""


class QueueFull(Exception):
    """So many commands wait for the charge point already."""


class ReadAgain(Exception):
    """What follows from an answer was made of what has moved since it was read."""


def keep(
    record: CommandRecord,
    queued: QueuedCommand | None,
    key: PostedTwice | None,
    also: Sequence[Write],
) -> None:
    """Write a command down before anything of it is done. Raises KeyTaken, QueueFull."""
    writes = [put(record, CommandRecord.pk.does_not_exist()), *also]
    counted = posted = None
    if queued:
        waiting = WaitingCommands.of(record.charge_point_id)
        counted = waiting.one_more(record.command_id, most=MOST_WAITING)
        writes += [put(queued), counted]
    if key:
        posted = put(key, PostedTwice.pk.does_not_exist())
        writes.append(posted)
    try:
        transact(*writes, conflict_tries=CONFLICT_TRIES)
    except Cancelled as error:
        failed = [writes[place] for place in error.failed]
        if key and posted in failed:
            raise KeyTaken(key.sk) from error
        if counted in failed:
            raise QueueFull(record.charge_point_id) from error
        raise


def claim(
    queued: QueuedCommand,
    connection: Connection,
    at: datetime,
    effects: Sequence[Write],
    *,
    sent_as: dict[str, Any] | None = None,
) -> bool:
    """Make it the connection's open call; False if another is, or it has been dealt with.

    `sent_as`: the payload with what is made as it leaves. Where it has secrets it
    is kept as it is until the call has ended.
    """
    free = (Connection.connection_id == connection.connection_id) & (
        Connection.open_call.does_not_exist()
    )
    sent: list[Action] = [
        CommandRecord.status.set("Sent"),
        CommandRecord.sent_at.set(at),
        CommandRecord.connection_id.set(connection.connection_id),
    ]
    secrets: list[Write] = []
    payload = queued.payload if sent_as is None else sent_as
    shown = without_secrets(payload)
    if shown != payload:
        request = SentRequest.of(queued.record)
        request.payload = payload
        request.expires_at = at + timedelta(seconds=queued.timeout) + SENT_REQUEST_KEPT
        secrets.append(put(request))
        sent.append(CommandRecord.has_secrets.set(True))
    if payload != queued.payload:
        sent.append(CommandRecord.payload.set(shown))
    return _all_that_holds(
        [
            update(connection, [Connection.open_call.set(queued.command_id)], free),
            update(queued.record, sent, CommandRecord.status == "Queued"),
            delete(queued),
            WaitingCommands.of(queued.charge_point_id).one_less(queued.command_id),
            *secrets,
        ],
        effects,
    )


def unclaim(queued: QueuedCommand, connection_id: str, effects: Sequence[Write] = ()) -> bool:
    """Put it back: its frame has not left. `effects` undo those of the claim."""
    again: list[Action] = [
        CommandRecord.status.set("Queued"),
        CommandRecord.sent_at.remove(),
        CommandRecord.connection_id.remove(),
        CommandRecord.has_secrets.remove(),
        CommandRecord.payload.set(without_secrets(queued.payload)),
    ]
    secrets = delete(SentRequest.of(queued.record))
    sent = (CommandRecord.status == "Sent") & (CommandRecord.connection_id == connection_id)
    waits = WaitingCommands.of(queued.charge_point_id).one_more(queued.command_id)
    return _all_that_holds(
        [update(queued.record, again, sent), put(queued), waits, secrets],
        [_release(queued.record), *effects],
    )


def end(
    record: CommandRecord,
    outcome: Outcome,
    at: datetime,
    *also: Action,
    effects: Sequence[Write] = (),
) -> bool:
    """Write the outcome and what follows from it; False if there is one already.

    One transaction, which releases the connection too, and deletes what was sent with secrets: of
    all that may end a command, one does.
    False, too, for one that has been put back, and perhaps sent on another connection. Raises
    ReadAgain.
    """
    ended = [CommandRecord.status.set(outcome), CommandRecord.ended_at.set(at), *also]
    sent = (CommandRecord.status == "Sent") & (CommandRecord.connection_id == record.connection_id)
    secrets = [delete(SentRequest.of(record))] if record.has_secrets else []
    return _all_that_holds([update(record, ended, sent), *secrets], [_release(record), *effects])


def drop(queued: QueuedCommand, outcome: Outcome, at: datetime, *also: Write) -> bool:
    """End a command that was never sent; False if it no longer waits."""
    ended: list[Action] = [CommandRecord.status.set(outcome), CommandRecord.ended_at.set(at)]
    waits = CommandRecord.status == "Queued"
    no_more = WaitingCommands.of(queued.charge_point_id).one_less(queued.command_id)
    return _all_that_holds(
        [update(queued.record, ended, waits), delete(queued), no_more, *also], []
    )


def cancel(record: CommandRecord, at: datetime, also: Write) -> bool:
    """As an operator wants it; False if it no longer waits."""
    return drop(QueuedCommand.of(record, {}), "Cancelled", at, also)


def answered_late(
    record: CommandRecord, answer: dict[str, Any], at: datetime, effects: Sequence[Write]
) -> bool:
    """Keep the first answer that comes after the outcome; False if there is one already.

    Raises ReadAgain.
    """
    late: list[Action] = [CommandRecord.late_answer.set(answer), CommandRecord.late_at.set(at)]
    unheard = CommandRecord.late_at.does_not_exist() & CommandRecord.status.is_in(*UNANSWERED)
    return _all_that_holds([update(record, late, unheard)], effects)


def _release(record: CommandRecord) -> Write:
    """The connection may have another call by now, or be another."""
    return update(
        Connection.of(record.charge_point_id),
        [Connection.open_call.remove()],
        Connection.open_call == record.command_id,
    )


def _all_that_holds(required: list[Write], others: Sequence[Write]) -> bool:
    """Do what is required, or nothing (False); of the others those whose conditions hold.

    Raises ReadAgain if nothing was done, for one of the others was made of what has moved.
    """
    left = list(others)
    while True:
        try:
            transact(*required, *left, conflict_tries=CONFLICT_TRIES)
        except Cancelled as error:
            if any(place < len(required) for place in error.failed):
                return False
            if any(left[place - len(required)].as_read for place in error.failed):
                raise ReadAgain from error
            for place in sorted(error.failed, reverse=True):
                del left[place - len(required)]
        else:
            return True
