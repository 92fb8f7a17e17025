"""What a command looks at: read from the store in one batch, and one query a list.

What only these items name, as a tag its group, is a second batch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from csms.domain.command_context import CommandContext
from csms.outbound.command import AnswerNeeds, Command
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import StateItem, fetch, query
from csms.wire.ocpp16 import Request


def request_of(command: Command[Any, Any], payload: dict[str, Any]) -> Request:
    """Raises ValidationError; the schemas of OCPP know no null."""
    if place := _null(payload):
        fault = PydanticCustomError("null", "null is no value; leave the member out")
        raise ValidationError.from_exception_data(
            command.request.__name__, [InitErrorDetails(type=fault, loc=place, input=None)]
        )
    request: Request = command.request.model_validate(payload, by_alias=True, by_name=False)
    return request


def _null(value: object) -> tuple[str | int, ...] | None:
    """Where the first one is, if there is any."""
    if value is None:
        return ()
    members: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    places = ((name, *place) for name, member in members if (place := _null(member)) is not None)
    return next(places, None)


def read_context(
    command: Command[Any, Any],
    request: Request,
    charge_point_id: str,
    at: datetime,
    command_id: str = "",
    *,
    beside: Sequence[StateItem] = (),
) -> CommandContext | None:
    """None if there is no such charge point. What is to be read `beside` it is found there, too."""
    stubs = [*command.needs(request, charge_point_id), *beside]
    charge_point, *found = fetch(ChargePoint.of(charge_point_id), *stubs)
    if not isinstance(charge_point, ChargePoint):
        return None
    return _context(command, request, CommandContext(charge_point, at, command_id, _by_key(found)))


def answer_context(
    command: Command[Any, Any],
    request: Request,
    charge_point: ChargePoint,
    at: datetime,
    command_id: str,
    sent_at: datetime | None,
) -> CommandContext:
    """For what follows from an answer; the charge point has been read already."""
    needs = command.answer_needs
    stubs = needs.needs(request, charge_point.charge_point_id)
    items = _by_key(fetch(*stubs)) if stubs else {}
    context = CommandContext(charge_point, at, command_id, items, sent_at=sent_at)
    return _context(needs, request, context)


def _context(
    looks: Command[Any, Any] | AnswerNeeds, request: Request, context: CommandContext
) -> CommandContext:
    """With what it lists, and what it leads to."""
    listed = [
        item
        for model in looks.lists
        for item in query(model, f"CP#{context.charge_point_id}", model.PREFIX)
    ]
    context = replace(context, listed=listed)
    further = looks.leads_to(request, context)
    return (
        replace(context, items={**context.items, **_by_key(fetch(*further))})
        if further
        else context
    )


def _by_key(items: Iterable[StateItem | None]) -> dict[tuple[str, str], StateItem]:
    return {(item.pk, item.sk): item for item in items if item is not None}
