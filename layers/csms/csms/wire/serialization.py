"""How payloads are spelled: as their operator posted them, in the order of the schema (C-66)."""

from decimal import Decimal
from math import isfinite
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def in_schema_order(model: type[BaseModel], payload: dict[str, Any]) -> dict[str, Any]:
    """The payload, which is valid, with no value touched: neither a time nor a PEM nor a number."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return {
        name: _value(field.annotation, payload[name])
        for name, field in fields.items()
        if name in payload
    }


def to_json_types(value: Any) -> Any:
    """In JSON's own types: a fraction is a float, or text if it is too large for one."""
    match value:
        case dict():
            return {whole(name): to_json_types(member) for name, member in value.items()}
        case list():
            return [to_json_types(element) for element in value]
        case Decimal():
            return float(value) if isfinite(float(value)) else str(value)
        case str():
            return whole(value)
        case _:
            return value


def whole(text: str) -> str:
    """With the half of a surrogate pair, which JSON can spell but is no text, replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _value(annotation: Any, value: Any) -> Any:
    inner = _model(annotation)
    match value:
        case dict() if inner:
            return in_schema_order(inner, value)
        case list() if inner:
            return [in_schema_order(inner, element) for element in value]
        case _:
            return value


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an optional, an annotated type or a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Annotated, Union, UnionType, list):
        return next((found for each in get_args(annotation) if (found := _model(each))), None)
    return None
