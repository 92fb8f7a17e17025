"""What tests do with the task queue: let some kinds of tasks come, and drop the others."""

from datetime import datetime

from tests import acting
from tests.csms.command_steps import take_tasks
from tests.support import NOON
from workflows.tasks import perform


def come(*kinds: str, at: datetime = NOON) -> int:
    """Every task of these kinds that waits, once; how many there were."""
    tasks = [task for task in take_tasks() if task["task"] in kinds]
    for task in tasks:
        with acting.in_the_name_of("Tasks"):
            perform(task, at)
    return len(tasks)
