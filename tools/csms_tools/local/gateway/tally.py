"""What goes through the gateway, of the last seconds: messages, how long they took, errors."""

from collections import deque

WINDOW = 5.0  # seconds
MOST = 10_000  # messages that are remembered; of more in so short a time these are enough


class Tally:
    def __init__(self) -> None:
        self.errors = 0  # since the beginning: CALLERRORs, and calls whose function failed
        self._done: deque[tuple[float, float]] = deque(maxlen=MOST)

    def done(self, began: float, now: float, *, failed: bool) -> None:
        self._done.append((now, now - began))
        self.errors += failed

    def posted(self, data: bytes) -> None:
        self.errors += data.startswith((b"[4,", b"[4 "))

    def told(self, charge_points: int, now: float) -> str:
        while self._done and self._done[0][0] < now - WINDOW:
            self._done.popleft()
        took = sorted(seconds for _, seconds in self._done)
        words = [
            _number(charge_points, "charge point"),
            f"{len(took) / WINDOW:.1f} messages/s",
        ]
        if took:
            words += [f"p50 {_ms(took, 0.5)} ms", f"p99 {_ms(took, 0.99)} ms"]
        return "  ".join([*words, _number(self.errors, "error")])


def _ms(took: list[float], part: float) -> str:
    milliseconds = took[min(int(len(took) * part), len(took) - 1)] * 1000
    return f"{milliseconds:.1f}" if milliseconds < 10 else f"{milliseconds:.0f}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
