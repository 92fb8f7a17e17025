"""How much is said, and how long the answers take."""

from csms_tools.charge_point.conversation.frames import CALL, Frame


class Traffic:
    """Observes a charge point and keeps nothing but sums."""

    def __init__(self) -> None:
        self.sent = 0
        self.received = 0
        self.answered = 0
        self.last = 0.0
        self.longest = 0.0
        self._total = 0.0

    def __call__(self, frame: Frame) -> None:
        if frame.sent:
            self.sent += 1
            return
        self.received += 1
        if frame.elapsed is not None and frame.kind != CALL:
            self.answered += 1
            self.last = frame.elapsed
            self.longest = max(self.longest, frame.elapsed)
            self._total += frame.elapsed

    @property
    def mean(self) -> float:
        """Seconds from the last byte of a CALL to its answer."""
        return self._total / self.answered if self.answered else 0.0
