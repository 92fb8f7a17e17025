"""An end to waiting: what hangs is given up while there is still time to say so."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class OutOfTime(BaseException):
    """Not an Exception, so that no library on the way takes it for a failed try and tries again."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises OutOfTime inside the block, even out of a blocking read. Main thread only."""

    def give_up(*_: object) -> NoReturn:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
