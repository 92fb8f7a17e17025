"""What goes on in the background of one charge point, each thing under its name."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from csms_tools.charge_point.errors import ChargePointError

FollowUp = Callable[[], Coroutine[Any, Any, None]]
"""What happens once the answer to a command is on its way."""


class Tasks:
    """Starting a name again ends what ran under it. A failed step is told, a bug is raised."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._running: dict[str, asyncio.Task[Any]] = {}

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        self.stop(name)
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running[name] = task
        task.add_done_callback(self._ended)
        return task

    def running(self, name: str) -> bool:
        task = self._running.get(name)
        return task is not None and not task.done()

    def stop(self, name: str) -> None:
        task = self._running.pop(name, None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    def stop_like(self, prefix: str) -> None:
        for name in [name for name in self._running if name.startswith(prefix)]:
            self.stop(name)

    async def stop_all_but(self, *kept: str) -> None:
        names = [name for name in self._running if name not in kept]
        tasks = [self._running.pop(name) for name in names]
        others = [task for task in tasks if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if self._running.get(task.get_name()) is task:
            del self._running[task.get_name()]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, ChargePointError):
            self._tell(f"{task.get_name().partition(':')[0]}: {error}")
        elif error is not None:
            context = {"message": f"{task.get_name()} failed", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)
