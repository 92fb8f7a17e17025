"""The parameters of an operation, as its function declares them and as it is given them."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import itemgetter
from typing import Any

from pydantic.alias_generators import to_camel

from api.http.request_context import RequestContext

Reading = Callable[[Mapping[str, Any]], Any]


def group(annotation: Any) -> list[inspect.Parameter]:
    """Parameters that several operations share stand together in a dataclass."""
    if not is_dataclass(annotation) or annotation is RequestContext:
        return []
    return [parameter(one.name, one.type, one.default) for one in fields(annotation)]


def reading(of: inspect.Parameter) -> Reading:
    """How its value is found among those that are given by the API's names."""
    if shared := group(of.annotation):
        names = {one.name: to_camel(one.name) for one in shared}
        together = of.annotation
        return lambda given: together(**{ours: given[name] for ours, name in names.items()})
    return itemgetter(to_camel(of.name))


def parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )
