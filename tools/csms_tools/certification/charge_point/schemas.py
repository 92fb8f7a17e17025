"""The official JSON schemas of the `ocpp` package: what a payload breaks of them, in words."""

import json
import re
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft4Validator, Draft6Validator, FormatChecker

Payload = dict[str, Any]

_FOLDER = files("ocpp.v16") / "schemas"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return _MOMENT.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


@cache
def actions() -> frozenset[str]:
    names = (path.name.removesuffix(".json") for path in _FOLDER.iterdir())
    return frozenset(name for name in names if not name.endswith(("Response", ".md")))


@cache
def schema(name: str) -> Payload:
    """`name`: an action, or an action with "Response" behind it."""
    text = (_FOLDER / f"{name}.json").read_text(encoding="utf-8-sig")
    # 8.1 is a multiple of 0.1 in decimal numbers only (C-13).
    read: Payload = json.loads(text, parse_float=Decimal)
    return read


@cache
def _validator(name: str) -> Any:
    kind = Draft6Validator if "draft-06" in schema(name)["$schema"] else Draft4Validator
    return kind(schema(name), format_checker=_FORMATS)


def violations(name: str, payload: object) -> list[str]:
    exact = json.loads(json.dumps(payload), parse_float=Decimal)
    found = []
    for error in _validator(name).iter_errors(exact):
        where = ".".join(map(str, error.absolute_path))
        found.append(f"{where}: {error.message}" if where else error.message)
    return found


def times_without_z(payload: object) -> list[str]:
    """The moments of a payload that are not spelled in UTC with a Z (C-15)."""
    match payload:
        case dict():
            return [each for value in payload.values() for each in times_without_z(value)]
        case list():
            return [each for value in payload for each in times_without_z(value)]
        case str() if _MOMENT.fullmatch(payload) and not payload.endswith("Z"):
            return [payload]
        case _:
            return []


def in_order(name: str, payload: Any) -> Any:
    """The payload with its members in the order of the schema (C-66)."""
    return _in_order(schema(name), payload, schema(name))


def _in_order(part: Payload, value: Any, root: Payload) -> Any:
    if "$ref" in part:
        part = _referenced(part["$ref"], root)
    match value:
        case dict():
            members: Payload = part.get("properties", {})
            names = [*members, *(name for name in value if name not in members)]
            return {
                name: _in_order(members.get(name, {}), value[name], root)
                for name in names
                if name in value
            }
        case list():
            return [_in_order(part.get("items", {}), each, root) for each in value]
        case _:
            return value


def _referenced(path: str, root: Payload) -> Payload:
    found: Any = root
    for step in path.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
