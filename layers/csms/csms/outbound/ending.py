"""A command ends, once, by whichever way, and what its end leads to goes on the task queue."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from csms import metrics
from csms.outbound.command import Commands
from csms.outbound.watches import go_on_later
from csms.store import commands as store
from csms.store.commands import CommandRecord, Ended, Outcome, QueuedCommand
from csms.store.table import Write
from csms.telemetry import logger


def end(
    commands: Commands,
    record: CommandRecord,
    outcome: Outcome,
    at: datetime,
    *also: Action,
    effects: Sequence[Write] = (),
    log: Sequence[Write] = (),
    none_waits: bool = False,
) -> Ended | None:
    """One that was sent; None if it has ended, or was put back. Raises ReadAgain."""
    ended = store.end(record, outcome, at, *also, effects=effects, log=log, none_waits=none_waits)
    if ended:
        took = None
        if outcome == "Answered" and record.sent_at:
            took = round((at - record.sent_at).total_seconds() * 1000)
        metrics.command_ended(took, at.timestamp())
        leads_on(commands, record)
    return ended


def drop(
    commands: Commands, queued: QueuedCommand, outcome: Outcome, at: datetime, *also: Write
) -> bool:
    """One that was never sent; False if it no longer waits."""
    if not store.drop(queued, outcome, at, *also):
        return False
    metrics.command_ended(None, at.timestamp())
    leads_on(commands, queued)
    return True


def cancel(commands: Commands, record: CommandRecord, at: datetime, also: Write) -> bool:
    """As an operator wants it; False if it no longer waits."""
    if not store.cancel(record, at, also):
        return False
    leads_on(commands, record)
    return True


def leads_on(commands: Commands, record: CommandRecord | QueuedCommand) -> None:
    """Failing to fails nothing: its watch does it again."""
    try:
        go_on_later(commands, record)
    except Exception:
        logger.exception(
            "what the end of a command leads to waits for its watch",
            extra={"command_id": record.command_id},
        )
