"""Between the `ocpp` package's payload classes and what stands in a frame.

Only the outermost members are renamed: what lies deeper (an idTagInfo, a charging profile) stays
as it was sent and is read by the module that decides about it.
"""

from dataclasses import fields
from functools import cache
from typing import Any

from ocpp.v16 import call


@cache
def _members(kind: Any) -> dict[str, str]:
    """Wire name by field name."""

    def camel(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(word.capitalize() for word in rest)

    return {field.name: camel(field.name) for field in fields(kind)}


def to_wire(payload: Any) -> dict[str, Any]:
    kind: Any = type(payload)
    members = _members(kind)
    values = ((wire, getattr(payload, name)) for name, wire in members.items())
    return {wire: value for wire, value in values if value is not None}


def request(action: str, payload: dict[str, Any]) -> Any:
    """The payload of a CALL as the class of its action; members it does not know are dropped."""
    kind = getattr(call, action)
    members = _members(kind)
    return kind(**{name: payload[wire] for name, wire in members.items() if wire in payload})
