"""A last line on a terminal that changes, below what else is written, and leaves nothing behind."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TextIO

from csms_tools.folding import columns

EVERY = 1.0  # seconds
ERASED = "\r\x1b[2K"


class LiveLine:
    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._is_drawn = False
        self.at_start = True  # of a line: what others write has ended theirs

    def draw(self, text: str) -> None:
        if self.at_start:
            self._terminal.write(ERASED + text[: columns() - 1])
            self._terminal.flush()
            self._is_drawn = True

    def erase(self) -> None:
        if self._is_drawn:
            self._terminal.write(ERASED)
            self._terminal.flush()
            self._is_drawn = False


class _Above:
    """A stream on the same terminal, before whose words the line goes away."""

    def __init__(self, stream: TextIO, line: LiveLine) -> None:
        self._stream, self._line = stream, line

    def write(self, text: str) -> int:
        self._line.erase()
        if text:
            self._line.at_start = text.endswith("\n")
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@asynccontextmanager
async def live(tell: Callable[[], str], *, wanted: bool = True) -> AsyncIterator[None]:
    """While it lasts, what `tell` says stands there, anew each second; nothing if that is no
    terminal.
    """
    if not (wanted and sys.stdout.isatty()):
        yield
        return
    line, before = LiveLine(sys.stdout), (sys.stdout, sys.stderr)

    async def draw() -> None:
        while True:
            line.draw(tell())
            await asyncio.sleep(EVERY)

    sys.stdout = _Above(sys.stdout, line)
    if sys.stderr.isatty():
        sys.stderr = _Above(sys.stderr, line)
    drawing = asyncio.create_task(draw())
    try:
        yield
    finally:
        drawing.cancel()
        line.erase()
        sys.stdout, sys.stderr = before
