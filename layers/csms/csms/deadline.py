"""An end to waiting: what hangs is given up while there is still time to say so."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NoReturn

_AT_ONCE = 0.001  # seconds


class OutOfTime(BaseException):
    """Not an Exception, so that no library on the way takes it for a failed try and tries again."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises OutOfTime inside the block, even out of a blocking read. Main thread only.

    Within another it ends no later than that one, whose alarm goes off after it.
    """

    def give_up(*_: object) -> NoReturn:
        raise OutOfTime

    began, (left, _) = monotonic(), signal.setitimer(signal.ITIMER_REAL, 0)
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, max(min(seconds, left or seconds), _AT_ONCE))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (monotonic() - began), _AT_ONCE))
