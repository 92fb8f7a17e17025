"""What a wrong CSMS makes of the frame that answers a CALL, whatever kind it is of."""

from collections.abc import Callable
from typing import Any

from csms_tools.certification.charge_point.transport import Closed
from tests.csms_tools.certification.mutations.mutation import Frame, Mutation


def refused_with(action: str, code: str, name: str, expects: str) -> Mutation:
    """A CALLERROR of that code instead of whatever answers the action."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if frame[0] == 2 or named != action:
            return [frame]
        return [[4, frame[1], code, "", {}]]

    return Mutation(name, expects, frames=spoiled)


def taken(action: str, name: str, expects: str, **payload: Any) -> Mutation:
    """A CALLRESULT instead of the CALLERROR."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        return [[3, frame[1], payload]] if (frame[0], named) == (4, action) else [frame]

    return Mutation(name, expects, frames=spoiled)


def shaped(action: str, name: str, expects: str, change: Callable[[Frame], Frame]) -> Mutation:
    """The frame that answers the action is another."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        return [change(frame)] if frame[0] != 2 and named == action else [frame]

    return Mutation(name, expects, frames=spoiled)


def closes(action: str, expects: str = "the connection stays open") -> Mutation:
    """The connection is closed where an answer to the action is due."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if frame[0] != 2 and named == action:
            raise Closed(1002, "")
        return [frame]

    return Mutation(f"it closes at {action}", expects, frames=spoiled)


def overtaken(action: str, by: str) -> Mutation:
    """The CALL that should follow the answer comes before it."""
    held: list[Frame] = []

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) == (3, action):
            held.append(frame)
            return []
        return [frame, *held] if (frame[0], named) == (2, by) else [frame]

    expects = f"{by} comes after the answer to {action}"
    return Mutation(f"{by} comes before that", expects, frames=spoiled)


def dropped(action: str) -> Mutation:
    """Neither a CALLRESULT nor a CALLERROR answers the action."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        return [] if frame[0] != 2 and named == action else [frame]

    return Mutation(f"{action} is dropped", f"{action} is answered within", frames=spoiled)
