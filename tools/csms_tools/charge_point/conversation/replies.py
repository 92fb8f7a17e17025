"""What a test has decided that the charge point will answer, instead of what it would."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """With nothing set, the charge point's own answer. A payload, a CALLERROR or a raw text in
    its place leaves the state as it is and has no consequences."""

    payload: Mapping[str, Any] | None = None
    error: tuple[str, str, Mapping[str, Any]] | None = None
    raw: str | None = None
    silent: bool = False
    delay: float = 0.0
    drop: bool = False
    """Cut the connection instead of answering."""
    lost: bool = False
    """Do all that follows from the charge point's own answer, which never arrives."""


OWN = Reply()


@dataclass
class Replies:
    _next: dict[str, deque[Reply]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, action: str, reply: Reply, times: int = 1) -> None:
        self._next[action].extend([reply] * times)

    def take(self, action: str) -> Reply:
        """`*` stands for any action."""
        for key in (action, "*"):
            if waiting := self._next.get(key):
                return waiting.popleft()
        return OWN

    def clear(self) -> None:
        self._next.clear()
