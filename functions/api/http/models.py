"""How the API spells things: camelCase, times in UTC with `Z`, what is not known left out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from csms.wire.ocpp16 import Timestamp as _Timestamp


class Body(BaseModel):
    """What an operator sends: JSON's own types, and no field that is not named."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, strict=True)


def _without_defaults(schema: dict[str, Any]) -> None:
    for member in schema["properties"].values():
        member.pop("default", None)


class Change(Body):
    """What is left out stays as it is: the defaults are not to be told."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class View(BaseModel):
    """What an operator is shown."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="forbid")


V = TypeVar("V", bound=View)


class Page(View, Generic[V]):
    """A part of a list; with `cursor` there may be more, even if it has few items or none."""

    items: Sequence[V]
    cursor: str | None = None


def _true_or_false(value: object) -> object:
    if isinstance(value, bool) or value in ("true", "false"):
        return value
    raise PydanticCustomError("bool_parsing", "should be true or false")


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def in_a_path(value: str) -> str:
    """HTTP APIs decode the path, and cut it at a decoded `?`."""
    if "/" in value or "?" in value:
        raise ValueError("a path cannot carry a '/' or a '?'")
    return value


Flag = Annotated[bool, BeforeValidator(_true_or_false)]
"""A query parameter that is `true` or `false`."""

Number = Annotated[
    Decimal,
    PlainSerializer(_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""A number in a view, as JSON's own."""

Time = Annotated[
    _Timestamp,
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time, in a body, a query or a view."""
