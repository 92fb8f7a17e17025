"""What the official schemas say of a payload, read without the library's help."""

import json
import re
from decimal import Decimal
from importlib.resources import files
from typing import Any

from jsonschema.validators import validator_for

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")
TIMED = re.compile(r"timestamp|.*Time|.*Schedule$|valid(From|To)|expiryDate")


class CallError(Exception):
    """The code of a CALLERROR that stands in the place of an answer."""


def schema_errors(name: str, payload: Any) -> list[str]:
    folder = files("ocpp.v16") / "schemas"
    text = (folder / f"{name}.json").read_text(encoding="utf-8-sig")
    schema = json.loads(text, parse_float=Decimal)
    exact = json.loads(json.dumps(payload), parse_float=Decimal)
    return [error.message for error in validator_for(schema)(schema).iter_errors(exact)]


def bad_times(payload: Any, name: str = "") -> list[str]:
    """The moments that are not spelled in UTC with a Z."""
    if isinstance(payload, dict):
        return [bad for key, value in payload.items() for bad in bad_times(value, key)]
    if isinstance(payload, list):
        return [bad for value in payload for bad in bad_times(value, name)]
    timed = isinstance(payload, str) and TIMED.fullmatch(name)
    return [payload] if timed and not TIME.fullmatch(payload) else []
