"""The frames of OCPP-J: `[2, …]`, `[3, …]` and `[4, …]`, parsed and spelled, without I/O.

Our own, because the `ocpp` package's `unpack` loses the id of a CALL that is broken after it,
and then nobody could answer it.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

CALL, CALL_RESULT, CALL_ERROR = 2, 3, 4
DEEPEST = 100  # levels of a frame; no message of OCPP 1.6 has ten

_SPACE = r"[ \t\n\r]*"  # JSON's
_TEXT = r'("(?:[^"\\\x00-\x1f]|\\.)*")'
_COMMA = rf"{_SPACE},{_SPACE}"
_HEAD = re.compile(rf"{_SPACE}\[{_SPACE}([234]){_COMMA}{_TEXT}(?:{_COMMA}{_TEXT})?")


@dataclass(frozen=True)
class CallFrame:
    """`[2, "<unique id>", "<action>", {<payload>}]` (OCPP-J §4.2.1)."""

    unique_id: str
    action: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class CallResultFrame:
    """`[3, "<unique id>", {<payload>}]` (OCPP-J §4.2.2)."""

    unique_id: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class CallErrorFrame:
    """`[4, "<unique id>", "<code>", "<description>", {<details>}]` (OCPP-J §4.2.3)."""

    unique_id: str
    error_code: str
    description: str
    details: dict[str, Any]


@dataclass(frozen=True)
class MalformedAnswerFrame:
    """Answers a call, but is neither of the two: it ends the call all the same."""

    unique_id: str
    reason: str


Answer = CallResultFrame | CallErrorFrame | MalformedAnswerFrame
Frame = CallFrame | Answer


class MalformedCall(Exception):
    """A CALL that can be answered (its id is readable) but not understood."""

    def __init__(self, unique_id: str, reason: str, action: str | None = None) -> None:
        super().__init__(reason)
        self.unique_id = unique_id
        self.action = action


class Unreadable(Exception):
    """Not a frame that anybody could answer: to be ignored (OCPP-J §4.1.3)."""


def parse(text: str) -> Frame:
    """Read a frame, its fractions to the last digit; raises MalformedCall or Unreadable."""
    try:
        frame = _decode(text)
        _check_depth(text, frame)
    except (ValueError, ArithmeticError, RecursionError) as error:  # 1e99999999999999999999
        return _broken(text, error)
    match frame:
        case [int(kind), str(unique_id), *rest] if not isinstance(kind, bool):
            pass
        case _:
            raise Unreadable("no message type and id")
    match kind, rest:
        case 2, [str(action), dict() | None as payload]:
            return CallFrame(unique_id, action, payload or {})  # null for {}: OCPP-J §4.2.1
        case 2, _:
            named = rest[0] if rest and isinstance(rest[0], str) else None
            raise MalformedCall(unique_id, "a CALL is [2, id, action, payload]", named)
        case 3, [dict() | None as payload]:
            return CallResultFrame(unique_id, payload or {})
        case 4, [str(code), *more]:
            description = more[0] if more and isinstance(more[0], str) else ""
            details = more[1] if len(more) > 1 and isinstance(more[1], dict) else {}
            return CallErrorFrame(unique_id, code, description, details)
        case 3, _:
            return MalformedAnswerFrame(unique_id, "a CALLRESULT is [3, id, payload]")
        case 4, _:
            return MalformedAnswerFrame(unique_id, "a CALLERROR is [4, id, code, …]")
        case _:
            raise Unreadable(f"message type {kind} of an unknown shape")


def _check_depth(text: str, frame: Any) -> None:
    """Raises RecursionError where whoever takes it apart later might."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    level = [frame]
    for _ in range(DEEPEST):
        inside = [list(one.values()) if isinstance(one, dict) else one for one in level]
        level = [each for one in inside if isinstance(one, list) for each in one]
    if level:
        raise RecursionError(f"more than {DEEPEST} levels")


def _broken(text: str, error: Exception) -> MalformedAnswerFrame:
    """What cannot be read is worth an answer, or ends a call, if its head can be."""
    head = _HEAD.match(text)
    deep = isinstance(error, RecursionError)
    why = "the frame is nested too deep" if deep else "the frame is not JSON"
    if head is None:
        raise Unreadable(why) from error
    try:
        unique_id = str(json.loads(head[2]))
    except ValueError:  # an escape that JSON does not have
        raise Unreadable(why) from error
    action = None
    with suppress(ValueError):
        action = str(json.loads(head[3])) if head[3] else None
    if head[1] == str(CALL):
        raise MalformedCall(unique_id, why, action) from error
    return MalformedAnswerFrame(unique_id, why)


def call(unique_id: str, action: str, payload: dict[str, Any]) -> str:
    return _spell([CALL, unique_id, action, payload])


def call_result(unique_id: str, payload: dict[str, Any]) -> str:
    return _spell([CALL_RESULT, unique_id, payload])


def call_error(unique_id: str, code: str, description: str) -> str:
    """Always five elements, the details an object (OCPP-J §4.2.3); 255 characters at most."""
    return _spell([CALL_ERROR, unique_id, code, description[:255], {}])


def _spell(frame: list[Any]) -> str:
    # compact: old parsers and log-based test tools rely on it
    return _encode(frame)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse, parse_float=Decimal).decode
_encode = json.JSONEncoder(separators=(",", ":")).encode
