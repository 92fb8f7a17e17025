"""Cursors: opaque, and good for the list and the filters that they were made with."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from api.http.problems import bad_field
from csms.store.paging import Position

MOST_ITEMS = 200
DEFAULT_ITEMS = 50

_SPELLED: TypeAdapter[tuple[str, dict[str, list[str]]]] = TypeAdapter(
    tuple[str, dict[str, list[str]]]
)


@dataclass(frozen=True)
class Paging:
    """Which part of a list is asked for: `limit` items from `position`; None is the beginning."""

    limit: int
    position: Position | None
    digest: str

    def cursor(self, position: Position | None) -> str | None:
        """What to ask with for the next part; None when there is none."""
        if position is None:
            return None
        text = json.dumps([self.digest, position], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def paging(limit: int, cursor: str | None, path: str, query: Mapping[str, str]) -> Paging:
    """Raises Problem for a cursor that is none, or one of another list or other filters."""
    filters = {name: query[name] for name in query if name not in ("cursor", "limit")}
    asked = json.dumps([path, filters], sort_keys=True).encode()
    digest = hashlib.sha256(asked).hexdigest()[:16]
    if cursor is None:
        return Paging(limit, None, digest)
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        made_for, position = _SPELLED.validate_json(text)
    except (binascii.Error, ValidationError, ValueError) as error:
        raise bad_field("cursor", "is none of ours") from error
    if made_for != digest:
        raise bad_field("cursor", "was made for another list or other filters")
    return Paging(limit, position, digest)
