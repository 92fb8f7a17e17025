import pytest

from csms.store import commands
from csms.store.commands import CommandRecord, QueuedCommand
from tests.csms.command_steps import CP
from tests.support import NOON


def record(command_id: str = "c1") -> CommandRecord:
    made = CommandRecord.of(CP, command_id)
    made.action, made.payload, made.status = "Reset", {"type": "Soft"}, "Queued"
    made.created_at, made.created_by, made.timeout = NOON, "olga", 30
    return made


def kept(command_id: str = "c1") -> QueuedCommand:
    made = record(command_id)
    queued = QueuedCommand.of(made, {"type": "Soft"})
    commands.keep(made, queued, None, [])
    return queued


@pytest.mark.usefixtures("store")
def test_the_queue_is_in_the_order_of_the_ids() -> None:
    for command_id in ("c2", "c1", "c3"):
        kept(command_id)
    assert [queued.command_id for queued in commands.waiting(CP)] == ["c1", "c2", "c3"]
