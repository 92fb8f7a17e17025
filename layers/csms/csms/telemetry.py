"""What functions say of their work, as JSON lines.

In the members that Powertools' logger has, whose import takes 13 ms of CPU of every start.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

E = TypeVar("E")
C = TypeVar("C")
R = TypeVar("R")

# in ASCII, because half of a surrogate pair, which JSON can spell, cannot be written as it is
_spell = partial(json.dumps, separators=(",", ":"), default=str)

_OF_A_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__()
        self.of_the_call: dict[str, Any] = {}
        """What every line of this call of the function has."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(record.created))
        line = {
            "level": record.levelname,
            "location": f"{record.funcName}:{record.lineno}",
            "message": record.getMessage(),
            "timestamp": f"{at},{int(record.msecs):03}+0000",
            **self.of_the_call,
            **{name: value for name, value in vars(record).items() if name not in _OF_A_RECORD},
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = self.formatException(record.exc_info)
            line["exception_name"] = record.exc_info[0].__name__
        return _spell({name: value for name, value in line.items() if value is not None})


class Logger(logging.Logger):
    """On its own: Lambda gives the root of all others a handler, too."""

    def __init__(self, level: str) -> None:
        super().__init__("csms", level)
        self.formatter = JsonLines()
        self.handler = logging.StreamHandler(sys.stdout)
        self.handler.setFormatter(self.formatter)
        self.addHandler(self.handler)
        self._is_cold = True

    def isEnabledFor(self, level: int) -> bool:
        """Without the cache, which a logger that is on its own would never clear."""
        return level >= self.level

    def inject_lambda_context(self, handler: Callable[[E, C], R]) -> Callable[[E, C], R]:
        """What is logged from within a Lambda handler tells which call that was."""

        @wraps(handler)
        def called(event: E, context: C) -> R:
            self.formatter.of_the_call = {
                "cold_start": self._is_cold,
                "function_name": getattr(context, "function_name", None),
                "function_request_id": getattr(context, "aws_request_id", None),
            }
            self._is_cold = False
            return handler(event, context)

        return called


logger = Logger(os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO"))
