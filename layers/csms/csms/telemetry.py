"""What functions say of their work, as JSON lines.

In the members that Powertools' logger has, whose import takes 13 ms of CPU of every start.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any, NamedTuple, Protocol, TypeVar

E = TypeVar("E")
C = TypeVar("C")
R = TypeVar("R")

# in ASCII, because half of a surrogate pair, which JSON can spell, cannot be written as it is
_spell = partial(json.dumps, separators=(",", ":"), default=str)

_OF_A_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
_IDS = frozenset(
    {"charge_point_id", "connection_id", "message_id", "unique_id", "command_id", "request_id"}
)
_TOLD_AS = {
    "chargePointId": "charge_point_id",
    "commandId": "command_id",
    "connectionId": "connection_id",
    "requestId": "request_id",
    "campaignId": "campaign_id",
    "reservationId": "reservation_id",
    "task": "task",
}


class Subject(Protocol):
    """What a call of a function is about; it is asked only if a line is written.

    `fields` stand in each line; `text` is what was said to the function, whose id tags stand in
    none.
    """

    @property
    def fields(self) -> Mapping[str, Any]: ...
    @property
    def text(self) -> str: ...


class About(NamedTuple):
    fields: Mapping[str, Any]
    text: str = ""


class Told:
    """Of a task, or what a state machine tells: its members say what it is about."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def fields(self) -> Mapping[str, Any]:
        try:
            told = json.loads(self.text)
        except ValueError:
            return {}
        if not isinstance(told, dict):
            return {}
        return {_TOLD_AS[name]: told[name] for name in told if name in _TOLD_AS}


class JsonLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__()
        self.of_the_call: dict[str, Any] = {}
        """What every line of this call of the function has."""
        self.subject: Subject | None = None

    def format(self, record: logging.LogRecord) -> str:
        from csms import tag_masks  # 4 ms of CPU that no start waits for

        at = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(record.created))
        subject = self.subject
        line = {
            "level": record.levelname,
            "location": f"{record.funcName}:{record.lineno}",
            "message": record.getMessage(),
            "timestamp": f"{at},{int(record.msecs):03}+0000",
            **self.of_the_call,
            **(subject.fields if subject else {}),
            **{name: value for name, value in vars(record).items() if name not in _OF_A_RECORD},
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = self.formatException(record.exc_info)
            line["exception_name"] = record.exc_info[0].__name__
        line = {name: value for name, value in line.items() if value is not None}
        if not tag_masks.in_clear():
            known = tag_masks.tags_in(subject.text) if subject else ()
            line = {
                name: value if name in _IDS else tag_masks.masked(value, known)
                for name, value in line.items()
            }
        return _spell(line)


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

    def write(self, line: str) -> None:
        """As it is, whatever the level."""
        self.handler.stream.write(f"{line}\n")
        self.handler.flush()

    def about(self, subject: Subject) -> None:
        """From now on, until this call of the function ends."""
        self.formatter.subject = subject

    def inject_lambda_context(self, handler: Callable[[E, C], R]) -> Callable[[E, C], R]:
        """What is logged from within a Lambda handler tells which call that was."""

        @wraps(handler)
        def called(event: E, context: C) -> R:
            self.formatter.subject = None
            self.formatter.of_the_call = {
                "cold_start": self._is_cold,
                "function_name": getattr(context, "function_name", None),
                "function_request_id": getattr(context, "aws_request_id", None),
            }
            self._is_cold = False
            return handler(event, context)

        return called


logger = Logger(os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO"))
