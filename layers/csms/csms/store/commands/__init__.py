"""Commands to charge points: what was asked, what waits to be sent, and what came of it."""

from csms.store.commands.records import (
    CommandRecord,
    Outcome,
    PostedTwice,
    QueuedCommand,
    SentRequest,
    Status,
    WaitingCommands,
    find,
    sent_request,
    waiting,
)
from csms.store.commands.transitions import (
    MOST_WAITING,
    KeyTaken,
    QueueFull,
    answered_late,
    cancel,
    claim,
    drop,
    end,
    keep,
    unclaim,
)

__all__ = [
    "MOST_WAITING",
    "CommandRecord",
    "KeyTaken",
    "Outcome",
    "PostedTwice",
    "QueueFull",
    "QueuedCommand",
    "SentRequest",
    "Status",
    "WaitingCommands",
    "answered_late",
    "cancel",
    "claim",
    "drop",
    "end",
    "find",
    "keep",
    "sent_request",
    "unclaim",
    "waiting",
]
