"""A CSMS that is wrong on purpose, in one thing: made of ours, by what stands in between.

Between charge point and CSMS, and between the program and the API, there is a proxy; a mutation
says what it spoils, and which expectation of the case has to name it.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from csms_tools.certification.charge_point.transport import (
    Connection,
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
    """`frames`: what becomes of a frame of the CSMS; `action` is that of the CALL, also for its
    answer. `handshake`: how the CSMS is asked instead; it may raise Refused or NoConnection.
    `opened`: what the charge point sees of an open connection. `records`: what is shown instead, by
    the name of the Records' function; `outcome`: what the operator is told instead. `refusals`:
    what becomes of a handshake that the CSMS refuses; None: it is let in.

    `expects`: words of the expectation that must fail; `warns`: it is one beyond the protocol, and
    the case passes.
    """

    name: str
    expects: str
    frames: Callable[[str, Frame], "list[Frame] | float"] | None = None
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


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


class MutatedConnection:
    """The charge point's end; frames of the CSMS come through the mutation."""

    def __init__(self, real: Connection, mutation: Mutation) -> None:
        self._real = real
        self._mutation = mutation
        self._asked: dict[str, str] = {}
        self._waiting: list[str | bytes] = []
        self.opened = mutation.opened(real.opened) if mutation.opened else real.opened

    async def send(self, text: str) -> None:
        match _read(text):
            case [2, str(unique_id), str(action), *_]:
                self._asked[unique_id] = action
            case [_, str(unique_id), *_] if unique_id.startswith("extra-"):
                return  # the CSMS has not asked
        await self._real.send(text)

    async def receive(self) -> str | bytes:
        while not self._waiting:
            text = await self._real.receive()
            if self._mutation.frames is None:
                return text
            frame = json.loads(text)
            action = frame[2] if frame[0] == 2 else self._asked.get(frame[1], "")
            spoiled = self._mutation.frames(action, frame)
            if isinstance(spoiled, float):
                await asyncio.sleep(spoiled)
                spoiled = [frame]
            self._waiting = [
                text if each == frame else json.dumps(each, separators=(",", ":"))
                for each in spoiled
            ]
        return self._waiting.pop(0)

    async def close(self) -> None:
        await self._real.close()

    async def abort(self) -> None:
        await self._real.abort()
