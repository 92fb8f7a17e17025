"""A CSMS that is wrong on purpose, in one thing: made of ours, by what stands in between.

Between charge point and CSMS, and between the program and the API, there is a proxy; a mutation
says what it spoils, and which expectation of the case has to name it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from csms_tools.certification.charge_point.transport import (
    Handshake,
    NoConnection,
    Opened,
    Refused,
)

Refusal = Refused | NoConnection
Payload = dict[str, Any]
Change = Callable[[Payload], Payload]
Frame = list[Any]


@dataclass(frozen=True)
class Mutation:
    """`frames`: what becomes of a frame of the CSMS, with seconds to wait between; `action` is that
    of the CALL, also for its answer. `handshake`: how the CSMS is asked instead; it may raise
    Refused or NoConnection. `opened`: what the charge point sees of an open connection. `records`:
    what is shown instead, by the name of the Records' function; `outcome`: what the operator is
    told instead. `refusals`: what becomes of a handshake that the CSMS refuses; None: it is let in.

    `expects`: words of the expectation that must fail; `warns`: it is one beyond the protocol, and
    the case passes.
    """

    name: str
    expects: str
    frames: Callable[[str, Frame], "Sequence[Frame | float] | float"] | None = None
    handshake: Callable[[Handshake], Handshake] | None = None
    opened: Callable[[Opened], Opened] | None = None
    records: tuple[str, Callable[[Any], Any]] | None = None
    outcome: Callable[[str, Any], Any] | None = None
    refusals: Callable[[Handshake, Refusal], Refusal | None] | None = None
    warns: bool = False

    def within(self, name: str) -> "Mutation":
        return replace(self, name=name)

    def warning(self) -> "Mutation":
        return replace(self, warns=True)


# What becomes of answers and calls


def answered(action: str, name: str, expects: str, **members: Any) -> Mutation:
    """The CALLRESULT to a charge point's call has other members; None takes one away."""
    return Mutation(name, expects, frames=_of(3, action, lambda told: _changed(told, members)))


def answered_by(action: str, name: str, expects: str, change: Change) -> Mutation:
    return Mutation(name, expects, frames=_of(3, action, change))


def called(action: str, name: str, expects: str, **members: Any) -> Mutation:
    """The CALL of the CSMS has other members; None takes one away."""
    return Mutation(name, expects, frames=_of(2, action, lambda sent: _changed(sent, members)))


def called_by(action: str, name: str, expects: str, change: Change) -> Mutation:
    return Mutation(name, expects, frames=_of(2, action, change))


def never_called(action: str) -> Mutation:
    return Mutation(
        f"{action} never comes",
        f"{action} comes within",
        frames=lambda named, frame: [] if (frame[0], named) == (2, action) else [frame],
    )


def not_answered(action: str) -> Mutation:
    return Mutation(
        f"{action} is not answered",
        f"{action} is answered within",
        frames=lambda named, frame: [] if (frame[0], named) == (3, action) else [frame],
    )


def answered_late(action: str, seconds: float) -> Mutation:
    return Mutation(
        f"{action} is answered late",
        f"{action} is answered within",
        frames=lambda named, frame: seconds if (frame[0], named) == (3, action) else [frame],
    )


def answered_with_an_error(action: str) -> Mutation:
    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) != (3, action):
            return [frame]
        return [[4, frame[1], "InternalError", "", {}]]

    name = f"{action} is answered by a CALLERROR"
    return Mutation(name, f"{action} is answered by a CALLRESULT", frames=spoiled)


def another_call(after: str, action: str = "GetConfiguration", **payload: Any) -> Mutation:
    """A CALL of its own accord, behind the answer to a charge point's call."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) != (3, after):
            return [frame]
        return [frame, [2, f"extra-{frame[1]}"[:36], action, payload]]

    return Mutation(
        f"{action} comes of its own accord after {after}",
        "no other CALL before it|no CALL comes that|one CALL is open",
        frames=spoiled,
    )


def late_call(
    after: str, number: int, seconds: float = 0.05, *, action: str = "GetConfiguration"
) -> Mutation:
    """A CALL of its own accord, so long after the so manieth answer to that action."""
    answered: list[str] = []

    def spoiled(named: str, frame: Frame) -> list[Frame | float]:
        if (frame[0], named) != (3, after):
            return [frame]
        answered.append(frame[1])
        if len(answered) != number:
            return [frame]
        return [frame, seconds, [2, f"extra-{frame[1]}"[:36], action, {}]]

    expects = "no CALL comes that the scenario does not expect"
    return Mutation(f"{action} comes late, after {after} {number}", expects, frames=spoiled)


def _of(kind: int, action: str, change: Change) -> Callable[[str, Frame], list[Frame]]:
    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) != (kind, action):
            return [frame]
        return [[*frame[:-1], change(frame[-1])]]

    return spoiled


def _changed(payload: Payload, members: Payload) -> Payload:
    """Members by their path: idTagInfo__status."""
    changed: Payload = json.loads(json.dumps(payload))
    for path, value in members.items():
        part: Any = changed
        *steps, last = path.split("__")
        for step in steps:
            part = part[int(step)] if isinstance(part, list) else part.setdefault(step, {})
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return changed


# What becomes of the operator's view


def recorded(function: str, name: str, expects: str, change: Callable[[Any], Any]) -> Mutation:
    """`function`: of Records; the change is made of what it returns."""
    return Mutation(name, expects, records=(function, change))


def not_recorded(function: str, expects: str) -> Mutation:
    def nothing(found: Any) -> Any:
        return [] if isinstance(found, list) else None

    return recorded(function, f"{function} is not recorded", expects, nothing)


def told(action: str, response: Payload) -> Mutation:
    """The operator is told another answer than the charge point gave."""
    return Mutation(
        f"the operator is told another answer to {action}",
        f"the operator is told the answer to {action}",
        outcome=lambda named, outcome: (
            replace(outcome, response=response) if named == action else outcome
        ),
    )
