"""Every frame that passes, and a tape to look at them afterwards or to wait for the next."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CALL, RESULT, ERROR = 2, 3, 4


@dataclass(slots=True)
class Frame:
    """One frame. `action` of an answer is that of its CALL; `elapsed` are the seconds since that
    CALL was sent; `breach` says what this frame breaks of the rules between the two sides."""

    at: datetime
    sent: bool
    text: str
    kind: int | None = None
    id: str | None = None
    action: str | None = None
    payload: Any = None
    elapsed: float | None = None
    breach: str | None = None

    @property
    def is_call(self) -> bool:
        return self.kind == CALL


Observer = Callable[[Frame], None]


def read(text: str | bytes) -> tuple[int, str, list[Any]] | None:
    """(message type, id, the rest); None for what cannot be read as a frame (C-9)."""
    try:
        frame = json.loads(text)
    except ValueError:
        return None
    match frame:
        case [2, str(id), str(), _] | [3, str(id), _] | [4, str(id), _, _, _]:
            return frame[0], id, frame[2:]
        case _:
            return None


def unread_call(text: str | bytes) -> str | None:
    """The id of a CALL that is no good otherwise: it can be answered all the same."""
    try:
        frame = json.loads(text)
    except ValueError:
        return None
    match frame:
        case [2, str(id), *_]:
            return id
        case _:
            return None


def spell(kind: int, id: str, *rest: Any) -> str:
    return json.dumps([kind, id, *rest], separators=(",", ":"))


class Tape:
    """Observes a charge point: `cp.observe(tape)`, or `tape = cp.record()`."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self._seen = 0
        self._more = asyncio.Event()

    def __call__(self, frame: Frame) -> None:
        self.frames.append(frame)
        self._more.set()

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)

    def sent(self, action: str | None = None) -> list[Frame]:
        """The CALLs of the charge point, in order."""
        return self._calls(True, action)

    def received(self, action: str | None = None) -> list[Frame]:
        """The CALLs of the central system, in order."""
        return self._calls(False, action)

    def _calls(self, sent: bool, action: str | None) -> list[Frame]:
        calls = [frame for frame in self.frames if frame.is_call and frame.sent == sent]
        return [frame for frame in calls if action in (None, frame.action)]

    def breaches(self) -> list[str]:
        return [f"{frame.breach}: {frame.text}" for frame in self.frames if frame.breach]

    async def until(self, wanted: Callable[[Frame], bool], timeout: float = 5.0) -> Frame:
        """The next frame of this kind, counted from the one that was found last."""
        async with asyncio.timeout(timeout):
            while True:
                while self._seen < len(self.frames):
                    frame = self.frames[self._seen]
                    self._seen += 1
                    if wanted(frame):
                        return frame
                self._more.clear()
                await self._more.wait()

    async def asked(self, action: str, timeout: float = 5.0) -> Frame:
        """The next CALL of the central system with this action."""
        return await self.until(
            lambda frame: frame.is_call and not frame.sent and frame.action == action, timeout
        )

    async def said(self, action: str, timeout: float = 5.0) -> Frame:
        """The next CALL of the charge point with this action."""
        return await self.until(
            lambda frame: frame.is_call and frame.sent and frame.action == action, timeout
        )
