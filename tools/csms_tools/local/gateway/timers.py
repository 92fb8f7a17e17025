"""Named timers: setting one again puts it off."""

import asyncio
from collections.abc import Callable


class Timers:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._handles

    def set(self, name: str, seconds: float, call: Callable[[], object]) -> None:
        self.cancel(name)
        self._handles[name] = self._loop.call_later(seconds, call)

    def cancel(self, name: str) -> None:
        if handle := self._handles.pop(name, None):
            handle.cancel()

    def cancel_all(self) -> None:
        for name in list(self._handles):
            self.cancel(name)
