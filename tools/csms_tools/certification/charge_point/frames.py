"""Frames, and what holds for each of them by itself."""

import json
from dataclasses import dataclass
from typing import Any

from csms_tools.certification.charge_point.schemas import (
    Payload,
    actions,
    in_order,
    times_without_z,
    violations,
)
from csms_tools.certification.failures import Failed

CODES = frozenset(
    {
        "NotImplemented",
        "NotSupported",
        "InternalError",
        "ProtocolError",
        "SecurityError",
        "FormationViolation",
        "PropertyConstraintViolation",
        "OccurenceConstraintViolation",  # spelled so (OCPP-J 1.6 §4.2.3)
        "TypeConstraintViolation",
        "GenericError",
    }
)
LONGEST_ID = 36  # OCPP-J 1.6 §4.1.4

TIMES, SHAPE = "times are UTC with Z", "JSON is compact, members in the order of the schema"


def compact(frame: object, *, ensure_ascii: bool = True) -> str:
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=ensure_ascii)


def read(text: str) -> Any:
    """Raises Failed if it is no JSON."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except ValueError:
        raise Failed("frames are JSON", text) from None


def _no_number(name: str) -> None:
    """NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


@dataclass(frozen=True)
class Call:
    """One of the CSMS. `before`: the action of the CALL of ours that it had not answered yet."""

    unique_id: str
    action: str
    payload: Payload
    before: str = ""


@dataclass(frozen=True)
class CallError:
    code: str
    description: str


def call_error(code: str, description: str, text: str) -> CallError:
    """Raises Failed if it has no code that there is."""
    if code not in CODES:
        raise Failed("a CALLERROR has a code of OCPP-J 1.6 §4.2.3", text)
    return CallError(code, description)


@dataclass
class Memory:
    """What outlives a connection: the ids that the CSMS has used; what is seen `beyond` the rules
    of the protocol, by the rule that it breaks; what was `unheard` when a connection ended.
    """

    used_ids: set[str]
    beyond: dict[str, list[str]]
    unheard: list[Failed]

    def judge(self, name: str, payload: Payload, text: str, head: list[Any]) -> None:
        """A payload, and how its frame is spelled. Raises Failed."""
        if wrong := violations(name, payload):
            raise Failed(f"{name} is valid by the official schema", f"{wrong[0]} in {text}")
        if late := times_without_z(payload):
            self.beyond.setdefault(TIMES, []).append(", ".join(late))
        ordered = [*head, in_order(name, payload)]
        if text not in (compact(ordered), compact(ordered, ensure_ascii=False)):
            self.beyond.setdefault(SHAPE, []).append(text)

    def judge_call(self, call: Call, text: str) -> None:
        """Raises Failed."""
        if len(call.unique_id) > LONGEST_ID:
            raise Failed(f"an id has at most {LONGEST_ID} characters", text)
        if call.unique_id in self.used_ids:
            raise Failed("an id is used once (OCPP-J 1.6 §4.1.4)", text)
        if call.action not in actions():
            raise Failed("an action is one of OCPP 1.6 or its security extension", text)
        self.used_ids.add(call.unique_id)
        self.judge(call.action, call.payload, text, [2, call.unique_id, call.action])
