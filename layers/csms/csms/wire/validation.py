"""A payload becomes a message: strictly first, then with the tolerance that chargers need."""

from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from csms.wire.errors import OcppError
from csms.wire.ocpp16 import Payload

P = TypeVar("P", bound=Payload)

LONGEST_INTEGER = 19  # digits: 64 bits


def validated(model: type[P], payload: dict[str, Any], *, lenient: bool) -> P:
    """Raises ValidationError or OcppError, naming what is wrong.

    Lenient: members that OCPP does not name are dropped, a number where a string is due is taken
    as it is written, and so is a whole number written as a float. A refused BootNotification
    bricks a charge point, and real ones send all three (C-12). A meter value without samples is
    dropped too, for the sake of the others, and null is taken for nothing.
    """
    if not lenient and _has_null(payload):
        raise OcppError("TypeConstraintViolation", "null is no value; leave the member out")
    try:
        return model.model_validate(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        if not lenient:
            raise
        try:
            mended = deepcopy(payload)
        except RecursionError:
            raise error from None  # nothing harmless is nested so deep
        # what is dropped from a list must not move another fault: so at the end, the last first
        faults = error.errors(include_url=False)[::-1]
        faults.sort(key=_drops)
        if not all(_mend(mended, fault) for fault in faults):
            raise
    return model.model_validate(mended, by_alias=True, by_name=False)


def _drops(fault: ErrorDetails) -> bool:
    return fault["type"] == "too_short"


def _mend(payload: dict[str, Any], fault: ErrorDetails) -> bool:
    """Whether the fault was a harmless one; then it is mended in place."""
    if not fault["loc"]:
        return False  # a member whose very name is no text
    *path, last = fault["loc"]
    parent = _at(payload, path)
    match fault["type"], fault["input"]:
        case "extra_forbidden", _:
            del parent[last]
        case "string_type", bool():
            return False
        case "string_type", int() | Decimal() as number:
            parent[last] = str(number)
        case "int_type", Decimal() as number if _is_whole(number):
            parent[last] = int(number)
        case "too_short", [] if len(path) > 1:
            *outer, place = path  # a meter value without a sample in it says nothing
            del _at(payload, outer)[place]
        case _:
            return False
    return True


def _is_whole(number: Decimal) -> bool:
    return number.adjusted() < LONGEST_INTEGER and number == number.to_integral_value()


def _has_null(payload: dict[str, Any]) -> bool:
    inside: list[Any] = [payload]
    while inside:
        match inside.pop():
            case None:
                return True
            case dict() as members:
                inside.extend(members.values())
            case list() as elements:
                inside.extend(elements)
    return False


def _at(payload: dict[str, Any], path: Sequence[str | int]) -> Any:
    value: Any = payload
    for step in path:
        value = value[step]
    return value
