"""Commands to charge points: what was asked, what waits to be sent, and what came of it."""

from csms.store.commands.ends import Ended, answered_late, cancel, drop, end
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
from csms.store.commands.together import ReadAgain
from csms.store.commands.transitions import (
    MOST_WAITING,
    KeyTaken,
    QueueFull,
    claim,
    keep,
    keep_sent,
    unclaim,
)

__all__ = [
    "MOST_WAITING",
    "CommandRecord",
    "Ended",
    "KeyTaken",
    "Outcome",
    "PostedTwice",
    "QueueFull",
    "QueuedCommand",
    "ReadAgain",
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
    "keep_sent",
    "sent_request",
    "unclaim",
    "waiting",
]
