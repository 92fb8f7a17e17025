"""How a time is spelled in what we send: as OCPP's schemas have it, date and time (§3.14)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from csms.wire.members import Member, members_of

Place = tuple[str | int, ...]

_SPELLED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


def misspelled(model: type[BaseModel], payload: object) -> Iterator[Place]:
    """Where a text stands for a time and is spelled otherwise, as a date alone is.

    A payload leaves as it was posted, so that what we would understand may be no time elsewhere.
    """
    if not isinstance(payload, dict):
        return
    for member in members_of(model):
        if member.alias in payload:
            yield from _of(member, payload[member.alias], (member.alias,))


def _of(member: Member, value: Any, place: Place) -> Iterator[Place]:
    if member.base is datetime:
        if isinstance(value, str) and not _SPELLED.fullmatch(value):
            yield place
    elif member.model is not None:
        yield from ((*place, *below) for below in misspelled(member.model, value))
    elif member.element is not None and isinstance(value, list):
        for number, each in enumerate(value):
            yield from _of(member.element, each, (*place, number))
