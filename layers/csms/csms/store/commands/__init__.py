"""Commands to charge points: what was asked, what waits to be sent, and what came of it."""

from csms.store.commands.transitions import (
    CommandRecord,
    KeyTaken,
    Outcome,
    PostedTwice,
    QueuedCommand,
    Status,
    answered_late,
    cancel,
    claim,
    drop,
    end,
    find,
    keep,
    unclaim,
    waiting,
)

__all__ = [
    "CommandRecord",
    "KeyTaken",
    "Outcome",
    "PostedTwice",
    "QueuedCommand",
    "Status",
    "answered_late",
    "cancel",
    "claim",
    "drop",
    "end",
    "find",
    "keep",
    "unclaim",
    "waiting",
]
