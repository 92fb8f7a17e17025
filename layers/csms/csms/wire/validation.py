"""A payload becomes a message: strictly first, then with the tolerance that charge points need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from csms.wire.errors import OcppError
from csms.wire.ocpp16 import Payload
from csms.wire.tolerance import Reader

P = TypeVar("P", bound=Payload)


def validated(model: type[P], payload: Mapping[str, Any], *, lenient: bool, at: datetime) -> P:
    """Raises ValidationError or OcppError, naming what is wrong; `at` is when it was received.

    Lenient: what is wrong in a part costs that part (`csms.wire.tolerance`), and the message
    knows what was mended. A refused BootNotification bricks a charge point (C-12).
    """
    null = _has_null(payload)
    if null and not lenient:
        raise OcppError("TypeConstraintViolation", "null is no value; leave the member out")
    if not null:
        try:
            return model.model_validate(payload, by_alias=True, by_name=False)
        except ValidationError:
            if not lenient:
                raise
    reader = Reader(at)
    try:
        message = reader.read(model, payload)
    except RecursionError as error:
        raise OcppError("FormationViolation", "it is nested too deep") from error
    message.was_mended(reader.deviations, payload)
    return message


def _has_null(payload: Mapping[str, Any]) -> bool:
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
