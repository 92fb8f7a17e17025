"""How a command begins: it is written down, claims a connection, or is put back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.update import Action

from csms.aws import ServiceError
from csms.redaction import without_secrets
from csms.store.commands.ends import release
from csms.store.commands.records import (
    CommandRecord,
    PostedTwice,
    QueuedCommand,
    SentRequest,
    WaitingCommands,
)
from csms.store.commands.together import CONFLICT_TRIES, ReadAgain, all_that_holds
from csms.store.reported.connections import Connection
from csms.store.table import Cancelled, Write, delete, put, transact, update

SENT_REQUEST_KEPT = timedelta(days=1)
"""Beyond its time to answer, should whoever ends the call never come to it."""

MOST_WAITING = 200  # commands of one charge point


class KeyTaken(Exception):
    """A command has been posted with this Idempotency-Key before."""


class QueueFull(Exception):
    """So many commands wait for the charge point already."""


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


def keep_sent(
    sent: CommandRecord,
    payload: dict[str, Any],
    connection: Connection,
    key: PostedTwice | None,
    also: Sequence[Write],
    effects: Sequence[Write],
    log: Sequence[Write],
) -> bool:
    """Write a command down that has its connection at once, before its frame leaves.

    False if the connection has another call, or had one since it was read, or is another, if
    something waits, or anything else is in the way: then nothing has been done. `payload` is as
    it leaves, `sent` the record of it.
    """
    secrets = _kept_apart(sent, payload, sent.sent_at or sent.created_at, sent.timeout)
    sent.has_secrets = True if secrets else None
    claimed = [
        put(sent, CommandRecord.pk.does_not_exist()),
        *also,
        _claimed(sent, connection),
        WaitingCommands.of(sent.charge_point_id).none(),
        *secrets,
    ]
    if key:
        claimed.append(put(key, PostedTwice.pk.does_not_exist()))
    places = [write.place for write in (*claimed, *effects)]
    if len(set(places)) < len(places):
        return False  # what is written with it is changed as it leaves, in a second transaction
    try:
        return all_that_holds(claimed, effects, log) is not None
    except ReadAgain:
        return False
    except ServiceError as error:
        if error.code != "ValidationException":
            raise
        return False  # two transactions may carry what is too much for one


def claim(
    queued: QueuedCommand,
    connection: Connection,
    at: datetime,
    effects: Sequence[Write],
    *,
    sent_as: dict[str, Any] | None = None,
    log: Sequence[Write] = (),
) -> bool:
    """Make it the connection's open call; False if another is, or it has been dealt with.

    `sent_as`: the payload with what is made as it leaves. Where it has secrets it
    is kept as it is until the call has ended.
    """
    sent: list[Action] = [
        CommandRecord.status.set("Sent"),
        CommandRecord.sent_at.set(at),
        CommandRecord.connection_id.set(connection.connection_id),
    ]
    payload = queued.payload if sent_as is None else sent_as
    secrets = _kept_apart(queued.record, payload, at, queued.timeout)
    if secrets:
        sent.append(CommandRecord.has_secrets.set(True))
    if payload != queued.payload:
        sent.append(CommandRecord.payload.set(without_secrets(payload)))
    claimed = [
        _claimed(queued.record, connection),
        update(queued.record, sent, CommandRecord.status == "Queued"),
        delete(queued),
        WaitingCommands.of(queued.charge_point_id).one_less(queued.command_id),
        *secrets,
    ]
    return all_that_holds(claimed, effects, log) is not None


def unclaim(
    queued: QueuedCommand,
    connection_id: str,
    effects: Sequence[Write] = (),
    log: Sequence[Write] = (),
) -> bool:
    """Put it back: its frame has not left. `effects` undo those of the claim."""
    again: list[Action] = [
        CommandRecord.status.set("Queued"),
        CommandRecord.sent_at.remove(),
        CommandRecord.connection_id.remove(),
        CommandRecord.has_secrets.remove(),
        CommandRecord.payload.set(without_secrets(queued.payload)),
    ]
    sent = (CommandRecord.status == "Sent") & (CommandRecord.connection_id == connection_id)
    back = [
        update(queued.record, again, sent),
        put(queued),
        WaitingCommands.of(queued.charge_point_id).one_more(queued.command_id),
        delete(SentRequest.of(queued.record)),
    ]
    return all_that_holds(back, [release(queued.record), *effects], log) is not None


def _claimed(record: CommandRecord, connection: Connection) -> Write:
    """If it is free, and no call has come and gone since it was read: what is made as a frame
    leaves depends on what has left before.
    """
    unmoved = (
        Connection.last_call == connection.last_call
        if connection.last_call
        else Connection.last_call.does_not_exist()
    )
    free = (Connection.connection_id == connection.connection_id) & (
        Connection.open_call.does_not_exist()
    )
    call = [
        Connection.open_call.set(record.command_id),
        Connection.last_call.set(record.command_id),
    ]
    return update(Connection.of(record.charge_point_id), call, free & unmoved)


def _kept_apart(
    record: CommandRecord, payload: dict[str, Any], at: datetime, timeout: int
) -> list[Write]:
    """The payload as it was sent, if it has secrets."""
    if without_secrets(payload) == payload:
        return []
    request = SentRequest.of(record)
    request.payload = payload
    request.expires_at = at + timedelta(seconds=timeout) + SENT_REQUEST_KEPT
    return [put(request)]
