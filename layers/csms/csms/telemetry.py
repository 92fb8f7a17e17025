"""What is said about a message once it is answered: logs and the message log, without secrets."""

import json
import re
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger

# in ASCII, because half of a surrogate pair, which JSON can spell, cannot be written as it is
_spell = partial(json.dumps, separators=(",", ":"), default=str)

logger = Logger(service="csms", json_serializer=_spell)

REDACTED = "[redacted]"
MOST_CHARACTERS = 8_192  # of a frame that is logged

_SECRET = re.compile("authorizationkey|password", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"(?<=://)([^/?#\s:@\"]*):[^/?#\s@\"]*@")


def redacted(frame: str) -> str:
    """A frame's text without the value of any AuthorizationKey or password (rule 11)."""
    frame = _URL_PASSWORD.sub(rf"\1:{REDACTED}@", frame)
    if not _SECRET.search(frame):
        return frame[:MOST_CHARACTERS]
    try:
        clean = json.dumps(without_secrets(json.loads(frame)), separators=(",", ":"))
    except (ValueError, RecursionError):
        # not to be read, so nobody can say where its secret ends
        clean = frame[: _SECRET.search(frame).start()] + REDACTED  # type: ignore[union-attr]
    return clean[:MOST_CHARACTERS]


def names_a_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


def without_secrets(value: Any) -> Any:
    """A payload as it may be kept and shown."""
    match value:
        case dict():
            names_a_secret = isinstance(value.get("key"), str) and _SECRET.fullmatch(value["key"])
            return {
                name: REDACTED
                if _SECRET.fullmatch(name) or (names_a_secret and name == "value")
                else without_secrets(member)
                for name, member in value.items()
            }
        case list():
            return [without_secrets(member) for member in value]
        case str() if _SECRET.search(value) and not _SECRET.fullmatch(value):
            return redacted(value)  # such as the data of a DataTransfer, JSON within JSON
        case str() if "://" in value:
            return _URL_PASSWORD.sub(rf"\1:{REDACTED}@", value)
        case _:
            return value
