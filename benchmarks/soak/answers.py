"""Whether each CALL of a charge point was answered, and how soon."""

import time
from collections import Counter
from dataclasses import dataclass, field

from csms_tools.charge_point.conversation.frames import ERROR, RESULT, Frame

PATIENCE = 30.0  # seconds after which an answer counts as missed


@dataclass
class Answers:
    """An observer of frames, of one charge point or, added up, of many."""

    calls: Counter[str] = field(default_factory=Counter)  # by action
    milliseconds: list[float] = field(default_factory=list)
    in_the_end: list[float] = field(default_factory=list)
    """Milliseconds as well, once all charge points stop at the same moment."""
    missed: Counter[str] = field(default_factory=Counter)  # by what came instead of an answer
    cut: int = 0
    """Calls that were open as the charge point itself ended the connection."""
    ending: bool = False
    over: bool = False  # what comes from here on is not looked at
    _open: dict[str, tuple[str, float]] = field(default_factory=dict)

    def __call__(self, frame: Frame) -> None:
        if self.over:
            return
        id, action = frame.id or "", frame.action or ""
        if frame.sent and frame.is_call:
            self.calls[action] += 1
            self._open[id] = action, time.monotonic()
        elif not frame.sent and frame.kind in (RESULT, ERROR) and id in self._open:
            action, _ = self._open.pop(id)
            if frame.kind == ERROR:
                self.missed[f"{action}: {frame.text}"] += 1
            elif frame.breach or frame.elapsed is None:
                self.missed[f"{action}: {frame.breach}"] += 1
            else:
                timed = self.in_the_end if self.ending else self.milliseconds
                timed.append(frame.elapsed * 1000)

    def disconnected(self, *, meant: bool) -> None:
        """The connection is gone; `meant` by the charge point."""
        for action, since in self._open.values():
            if meant and time.monotonic() - since < PATIENCE:
                self.cut += 1
            else:
                self.missed[f"{action}: nothing"] += 1
        self._open.clear()

    def __add__(self, other: "Answers") -> "Answers":
        return Answers(
            self.calls + other.calls,
            self.milliseconds + other.milliseconds,
            self.in_the_end + other.in_the_end,
            self.missed + other.missed,
            self.cut + other.cut,
        )
