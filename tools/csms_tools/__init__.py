"""Programs for a desk, never shipped to Lambda: the command `csms` and what it runs."""

import sys
from types import TracebackType


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A Ctrl-C while there are but imports is no fault to be told of."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _told
