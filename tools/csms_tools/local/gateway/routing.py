"""Which route takes a message: the template's RouteSelectionExpression, applied to its text."""

import json
import re
from collections.abc import Callable, Collection
from typing import Any, NoReturn

DEFAULT = "$default"
RESERVED = frozenset({"$connect", "$disconnect"})

_PREFIX = "$request.body."
_STEP = re.compile(r"\[(\d+)\]|\.?([A-Za-z_]\w*)")


def route_selector(
    expression: str, routes: Collection[str], *, reserved: bool = False
) -> Callable[[str], str | None]:
    """A function from a message to its route key, None where even $default is missing."""
    steps = _steps(expression)
    selectable = frozenset(routes) - (frozenset() if reserved else RESERVED)
    default = DEFAULT if DEFAULT in routes else None

    def select(message: str) -> str | None:
        key = _selected(message, steps)
        return key if key in selectable else default

    return select


def _steps(expression: str) -> list[int | str]:
    """`$request.body.[2]` → [2]; `$request.body.a.b[0]` → ["a", "b", 0]."""
    path = expression.removeprefix(_PREFIX)
    if path == expression or re.sub(_STEP, "", path):
        raise ValueError(f"unsupported RouteSelectionExpression: {expression}")
    return [int(index) if index else name for index, name in _STEP.findall(path)]


def _selected(message: str, steps: list[int | str]) -> str | None:
    try:
        value: Any = _decode(message)
        for step in steps:
            value = value[step]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if isinstance(value, str):
        return value
    return json.dumps(value)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse).decode
