"""Commands to charge points: what was asked, what waits to be sent, and what came of it."""

from csms.store.commands.records import (
    CommandRecord,
    Outcome,
    PostedTwice,
    QueuedCommand,
    Status,
    find,
    waiting,
)
from csms.store.commands.transitions import (
    KeyTaken,
    ReadAgain,
    answered_late,
    cancel,
    claim,
    drop,
    end,
    keep,
    unclaim,
)

__all__ = [
    "CommandRecord",
    "KeyTaken",
    "Outcome",
    "PostedTwice",
    "QueuedCommand",
    "ReadAgain",
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
