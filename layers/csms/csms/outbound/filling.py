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
from csms.store.counters import Counters
from csms.store.table import StateItem, Write
from csms.wire.ocpp16 import Request
from csms.wire.serialization import in_schema_order

Payload = dict[str, Any]


@dataclass(frozen=True)
class Ready:
    """A command as it would leave now.

    `given`: as it waits if it cannot leave, without what is made as it leaves. `numbers` joins
    the transaction that it leaves by, and fails if one of its numbers is somebody else's by then.
    """

    action: str
    payload: Payload
    given: Payload
    request: Request
    context: CommandContext
    numbers: Sequence[Write] = ()


def given(command: Command[Any, Any], payload: Payload, charge_point_id: str) -> Payload:
    """With numbers that are free, as it waits."""
    filled = deepcopy(payload)
    for fill, parent in _places(command, filled):
        if isinstance(fill, Fill) and fill.path[-1] not in parent:
            parent[fill.path[-1]] = fill.numbers.free(charge_point_id)
    return in_schema_order(command.request, filled)


def chosen(
    command: Command[Any, Any], payload: Payload, charge_point_id: str, over_at: datetime
) -> Iterator[Write]:
    """Notes of the numbers that an operator chose; they join the command's transaction."""
    for fill, parent in _places(command, payload):
        number = parent.get(fill.path[-1])
        if isinstance(fill, Fill) and isinstance(number, int):
            yield counters.chosen(charge_point_id, fill.numbers.counter, number, over_at)


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
    filled = deepcopy(payload) if command.fills else payload
    left_out = [
        (fill, parent)
        for fill, parent in _places(command, filled)
        if fill.path[-1] not in parent and fill.may_be_left_out(parent)
    ]
    for fill, parent in left_out:
        parent[fill.path[-1]] = fill.meanwhile
    request = request_of(command, filled)
    if any(isinstance(fill, Fill) for fill, _ in left_out):
        beside = [*beside, Counters.of(charge_point_id)]
    context = read_context(command, request, charge_point_id, at, command_id, beside=beside)
    if context is None:
        return None
    given, numbers = in_schema_order(command.request, payload), list[Write]()
    for fill, parent in left_out:
        if isinstance(fill, FillWhenSent):
            parent[fill.path[-1]] = fill.value(context)
            continue
        standing = context.find(Counters.of(charge_point_id))
        parent[fill.path[-1]], nobody_elses = fill.numbers.following(charge_point_id, standing)
        numbers += nobody_elses
    if left_out:
        request = request_of(command, filled)
    as_it_leaves = in_schema_order(command.request, filled) if left_out else given
    if numbers:
        given = as_it_leaves
    return Ready(command.action, as_it_leaves, given, request, context, numbers)


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
