"""What is put on the task queue for a command, so that none is forgotten."""

from csms import task_queue
from csms.outbound.command import Commands
from csms.store.commands import CommandRecord, QueuedCommand

LONGEST_DELAY = 900  # seconds: SQS


def watch(
    charge_point_id: str,
    command_id: str,
    *,
    seconds: int,
    call: bool = False,
    again: bool = False,
) -> None:
    """Look after a command, in so many seconds at the latest, and until it has ended.

    `call`: only while it is sent. One that goes back into the queue has a watch there already,
    and would have one more after every try.
    """
    task = {"task": "watch", "chargePointId": charge_point_id, "commandId": command_id}
    flags = {name: True for name, given in (("call", call), ("again", again)) if given}
    task_queue.later({**task, **flags}, seconds=min(max(seconds, 1), LONGEST_DELAY))


def drain_later(charge_point_id: str, *, seconds: int = 1) -> None:
    task_queue.later({"task": "drain", "chargePointId": charge_point_id}, seconds=seconds)


def go_on_later(commands: Commands, record: CommandRecord | QueuedCommand) -> None:
    """What the end of a command leads to, if it leads to anything."""
    if task := commands[record.action].then:
        task_queue.later(
            {
                "task": task,
                "chargePointId": record.charge_point_id,
                "commandId": record.command_id,
            },
            seconds=0,
        )
