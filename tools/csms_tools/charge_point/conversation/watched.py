"""What can be seen of a charge point from outside: its frames, and notes in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from csms_tools.charge_point.clock import Clock
from csms_tools.charge_point.conversation.frames import Frame, Observer, Tape
from csms_tools.charge_point.domain import times


@dataclass(frozen=True)
class Note:
    """Something that a reader would want to know, in a few words."""

    at: datetime
    identity: str
    text: str


Listener = Callable[[Note], None]


class Watched:
    identity: str

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.drift = timedelta()
        self._observers: list[Observer] = []
        self._listeners: list[Listener] = []

    def now(self) -> datetime:
        """The charge point's own time, as the central system has last corrected it."""
        return self.clock.now() + self.drift

    def today(self) -> datetime:
        """Now, as the central system sees it: a hurried clock is ahead of that."""
        return self.clock.told(self.clock.now()) + self.drift

    def stamp(self, moment: datetime | None = None) -> str:
        """A moment, or now, as it is told: in the world's time, however hurried the clock."""
        moment = self.now() if moment is None else moment
        return times.spell(self.clock.told(moment - self.drift) + self.drift)

    def moment(self, stamp: str) -> datetime:
        """When something will be, or was, that the central system has given a time for."""
        return self.clock.heard(times.parse(stamp) - self.drift) + self.drift

    def observe(self, observer: Observer) -> None:
        """Have every frame in both directions, from now on."""
        self._observers.append(observer)

    def record(self) -> Tape:
        tape = Tape()
        self.observe(tape)
        return tape

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def note(self, text: str) -> None:
        if self._listeners:
            note = Note(self.today(), self.identity, text)
            for listener in self._listeners:
                listener(note)

    def _observed(self, frame: Frame) -> None:
        for observer in self._observers:
            observer(frame)
