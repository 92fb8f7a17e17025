"""The time that executions wait by: it runs as any clock does, and jumps ahead when told to."""

import threading
import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self
from weakref import WeakSet

_ahead = 0.0  # seconds
_waiting: "WeakSet[Event]" = WeakSet()
_lock = threading.Lock()


def advance(seconds: float) -> None:
    """Let so much time pass at once for whoever waits."""
    global _ahead
    with _lock:
        _ahead += seconds
        waiting = list(_waiting)
    for event in waiting:
        event.look()


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=_ahead)


def monotonic() -> float:
    """Seconds, for differences."""
    return time.monotonic() + _ahead


class Event:
    """What threading.Event is, but it waits by this clock."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._flag = False
        self._times_set = 0  # one that is cleared at once wakes whoever waits, too

    def is_set(self) -> bool:
        return self._flag

    def set(self) -> None:
        with self._condition:
            self._flag = True
            self._times_set += 1
            self._condition.notify_all()

    def clear(self) -> None:
        with self._condition:
            self._flag = False

    def wait(self, timeout: float | None = None) -> bool:
        until = None if timeout is None else monotonic() + timeout
        with _lock:
            _waiting.add(self)
        with self._condition:
            before = self._times_set
            while not self._flag and self._times_set == before:
                left = None if until is None else until - monotonic()
                if left is not None and left <= 0:
                    return False
                self._condition.wait(left if left is None else min(left, threading.TIMEOUT_MAX))
            return True

    def look(self) -> None:
        """Look at the clock again."""
        with self._condition:
            self._condition.notify_all()

    def _at_fork_reinit(self) -> None:  # threads ask for it by that name
        self._condition = threading.Condition()


class Moment(datetime):
    """A datetime whose now() is this clock's."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        at = now()
        here = at.astimezone(tz) if tz else at.replace(tzinfo=None)
        return cls.combine(here.date(), here.timetz())


def sleep(seconds: float) -> None:
    Event().wait(seconds)
