"""Our calls in the message log: the CALL as it leaves, and beside it how it ended.

Each is written with what it tells of; there is none where no log is kept.
"""

from collections.abc import Sequence
from datetime import datetime

from csms import settings
from csms.redaction import redacted
from csms.store.commands import CommandRecord, QueuedCommand
from csms.store.reported import message_log
from csms.store.reported.message_log import LoggedFrame
from csms.store.table import Write, put
from csms.wire import frames


def sent(call: CommandRecord | QueuedCommand, frame: str, at: datetime) -> Sequence[Write]:
    """It is about to leave."""
    return _put(_entry(call, frame, at))


def not_sent(
    call: CommandRecord | QueuedCommand, frame: str, at: datetime, why: str
) -> Sequence[Write]:
    """It could not leave after all: that is told, for nobody may delete from the history."""
    entry = _entry(call, frame, at)
    entry.error = f"not sent: {why}"
    return _put(entry)


def ended(
    record: CommandRecord, at: datetime, *, answer: str | None = None, error: str | None = None
) -> Sequence[Write]:
    if record.sent_at is None:
        return []
    frame = frames.call(record.command_id, record.action, record.payload)
    entry = _entry(record, frame, record.sent_at)
    entry.answer = None if answer is None else redacted(answer)
    entry.error = error
    entry.milliseconds = round((at - record.sent_at).total_seconds() * 1000)
    return _put(entry)


def _entry(call: CommandRecord | QueuedCommand, frame: str, at: datetime) -> LoggedFrame:
    entry = message_log.entry(call.charge_point_id, call.command_id, at, redacted(frame))
    entry.outgoing = True
    entry.unique_id = call.command_id
    entry.action = call.action
    entry.expires_at = settings.message_log_expires(at)
    return entry


def _put(entry: LoggedFrame) -> Sequence[Write]:
    return [put(entry)] if entry.expires_at else []
