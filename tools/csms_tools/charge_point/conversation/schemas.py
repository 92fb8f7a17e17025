"""The official JSON schemas, read strictly: what a frame breaks of them, in words."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft4Validator, Draft6Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from csms_tools.charge_point.conversation.frames import CALL, ERROR, RESULT, Frame

DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", flags=re.ASCII
)
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return DATE_TIME.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


@cache
def actions() -> frozenset[str]:
    """Every action that the schemas know."""
    names = (path.name.removesuffix(".json") for path in _folder().iterdir())
    return frozenset(name for name in names if not name.endswith(("Response", ".md")))


def _folder() -> Any:
    return files("ocpp.v16") / "schemas"


@cache
def _validator(kind: int, action: str) -> Any:
    name = f"{action}.json" if kind == CALL else f"{action}Response.json"
    text = (_folder() / name).read_text(encoding="utf-8-sig")
    # 8.1 is a multiple of 0.1 in decimal numbers only (C-13).
    schema = json.loads(text, parse_float=Decimal)
    draft6 = "draft-06" in schema["$schema"]
    return (Draft6Validator if draft6 else Draft4Validator)(schema, format_checker=FORMATS)


def errors(kind: int, action: str, payload: Any) -> Iterator[ValidationError]:
    """What the schema of a CALL (2) or CALLRESULT (3) finds wrong with a payload."""
    if kind not in (CALL, RESULT) or action not in actions():
        return
    exact = json.loads(json.dumps(payload), parse_float=Decimal)
    yield from _validator(kind, action).iter_errors(exact)


def violations(kind: int, action: str, payload: Any) -> list[str]:
    found = []
    for error in errors(kind, action, payload):
        where = ".".join(str(step) for step in error.absolute_path)
        found.append(f"{where}: {error.message}" if where else error.message)
    return found


def local_times(payload: Any, name: str = "") -> list[str]:
    """The moments in a payload that are not spelled in UTC with a Z (C-15)."""
    match payload:
        case dict():
            return [bad for key, value in payload.items() for bad in local_times(value, key)]
        case list():
            return [bad for value in payload for bad in local_times(value, name)]
        case str() if DATE_TIME.fullmatch(payload) and not payload.endswith("Z"):
            return [f"{name}: {payload}"]
        case _:
            return []


def frame_violations(frame: Frame) -> list[str]:
    """All that one frame, of either side, has against it: its schema, and times without Z."""
    if frame.kind is None or frame.action is None or frame.kind == ERROR:
        return []
    return violations(frame.kind, frame.action, frame.payload) + local_times(frame.payload)


def error_code(error: ValidationError) -> str:
    """The code of the CALLERROR that such a payload deserves (C-8)."""
    match error.validator:
        case "type":
            return "TypeConstraintViolation"
        case "required" | "minItems" | "maxItems":
            return "OccurenceConstraintViolation"
        case "additionalProperties":
            return "FormationViolation"
        case _:
            return "PropertyConstraintViolation"
