"""Our calls in the message log: the CALL as it leaves, and beside it how it ended."""

from datetime import datetime

from csms import settings
from csms.redaction import redacted
from csms.store.commands import CommandRecord, QueuedCommand
from csms.store.reported import message_log
from csms.store.reported.message_log import LoggedFrame
from csms.telemetry import logger
from csms.wire import frames


def sent(queued: QueuedCommand, frame: str, at: datetime) -> None:
    """If its answer was faster, that has been logged with the whole call."""
    entry = _entry(queued.charge_point_id, queued.command_id, queued.action, frame, at)
    _add(entry, if_absent=True)


def ended(
    record: CommandRecord, at: datetime, *, answer: str | None = None, error: str | None = None
) -> None:
    if record.sent_at is None:
        return
    frame = frames.call(record.command_id, record.action, record.payload)
    sent_at = record.sent_at
    entry = _entry(record.charge_point_id, record.command_id, record.action, frame, sent_at)
    entry.answer = None if answer is None else redacted(answer)
    entry.error = error
    entry.milliseconds = round((at - sent_at).total_seconds() * 1000)
    _add(entry)


def _entry(
    charge_point_id: str, command_id: str, action: str, frame: str, at: datetime
) -> LoggedFrame:
    entry = message_log.entry(charge_point_id, command_id, at, redacted(frame))
    entry.outgoing = True
    entry.unique_id = command_id
    entry.action = action
    entry.expires_at = settings.message_log_expires(at)
    return entry


def _add(entry: LoggedFrame, *, if_absent: bool = False) -> None:
    """Failing to log a call does not fail the call."""
    if entry.expires_at is None:
        return  # there is no message log
    try:
        message_log.add(entry, if_absent=if_absent)
    except Exception:
        logger.exception("a call was not logged")
