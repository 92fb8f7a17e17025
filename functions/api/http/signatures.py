"""The parameters of an operation, as its function declares them and as it is given them."""

import inspect
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic.alias_generators import to_camel

from api.http.request_context import RequestContext


def group(annotation: Any) -> list[inspect.Parameter]:
    """Parameters that several operations share stand together in a dataclass."""
    if not is_dataclass(annotation) or annotation is RequestContext:
        return []
    return [parameter(one.name, one.type, one.default) for one in fields(annotation)]


def value(of: inspect.Parameter, given: Mapping[str, Any]) -> Any:
    shared = group(of.annotation)
    if shared:
        return of.annotation(**{one.name: given[to_camel(one.name)] for one in shared})
    return given[to_camel(of.name)]


def parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )
