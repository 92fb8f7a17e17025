"""What operators leave out of a command, and the command as it leaves with them."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command, Fill, FillWhenSent
from csms.outbound.context import read_context, request_of
from csms.store import counters
from csms.store.table import StateItem, Write
from csms.wire.ocpp16 import Request
from csms.wire.serialization import in_schema_order

Payload = dict[str, Any]


@dataclass(frozen=True)
class Ready:
    """A command as it would leave now."""

    action: str
    payload: Payload
    request: Request
    context: CommandContext


def given(command: Command[Any, Any], payload: Payload, charge_point_id: str) -> Payload:
    """With the numbers that come from counters."""
    filled = deepcopy(payload)
    for fill, parent in _places(command, filled):
        if isinstance(fill, Fill) and fill.path[-1] not in parent:
            parent[fill.path[-1]] = fill.number(charge_point_id)
    return filled


def chosen(
    command: Command[Any, Any], payload: Payload, charge_point_id: str, over_at: datetime
) -> Iterator[Write]:
    """Notes of the numbers that an operator chose; they join the command's transaction."""
    for fill, parent in _places(command, payload):
        number = parent.get(fill.path[-1])
        if isinstance(fill, Fill) and isinstance(number, int):
            yield counters.chosen(charge_point_id, fill.counter, number, over_at)


def ready(
    command: Command[Any, Any],
    payload: Payload,
    charge_point_id: str,
    at: datetime,
    command_id: str,
    *,
    beside: Sequence[StateItem] = (),
) -> Ready | None:
    """With what is made as the frame leaves; `beside`: what else its context is to have.

    None if there is no such charge point; raises ValidationError.
    """
    filled = deepcopy(payload)
    left_out = [
        (fill, parent)
        for fill, parent in _places(command, filled)
        if isinstance(fill, FillWhenSent)
        and fill.path[-1] not in parent
        and fill.may_be_left_out(parent)
    ]
    for fill, parent in left_out:
        parent[fill.path[-1]] = fill.meanwhile
    request = request_of(command, filled)
    context = read_context(command, request, charge_point_id, at, command_id, beside=beside)
    if context is None:
        return None
    for fill, parent in left_out:
        parent[fill.path[-1]] = fill.value(context)
    if left_out:
        request = request_of(command, filled)
    return Ready(command.action, in_schema_order(command.request, filled), request, context)


def _places(
    command: Command[Any, Any], payload: Payload
) -> Iterator[tuple[Fill | FillWhenSent, Payload]]:
    """Each member that may be filled in, and its parent where there is one."""
    for fill in command.fills:
        parent: Any = payload
        for step in fill.path[:-1]:
            parent = parent.get(step) if isinstance(parent, dict) else None
        if isinstance(parent, dict):
            yield fill, parent
