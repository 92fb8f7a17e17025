"""Which lists an operator asks for, each with the filters that there are for it.

They come from the API's own description, so that a new list, or a new filter, is measured too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.growth.session import SESSIONS, charge_point_id, id_tag

LIMIT = 50
_SHAPE = frozenset(("limit", "cursor", "format", "order"))


@dataclass(frozen=True)
class List:
    """One of them, as it is told, and as it is asked for."""

    name: str
    path: str


def lists(
    description: Mapping[str, Any], known: Mapping[str, str], limit: int = LIMIT
) -> Iterator[List]:
    """Of all that has pages; `known`: parameters of paths, as far as they are known."""
    for path, methods in description["paths"].items():
        parameters = methods.get("get", {}).get("parameters", ())
        queries = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
        if not {"cursor", "limit"} <= queries.keys():
            continue
        try:
            asked = "".join(_filled(path, known))
        except KeyError:
            continue
        yield List(path, f"{asked}?limit={limit}")
        for name, schema in queries.items():
            if name in _SHAPE:
                continue
            for value in _values(name, schema):
                query = urlencode({"limit": limit, name: value}, quote_via=quote)
                shown = value if name not in ("from", "to") else "…"
                yield List(f"{path}?{name}={shown}", f"{asked}?{query}")


def _filled(path: str, known: Mapping[str, str]) -> Iterator[str]:
    text, _, rest = path.partition("{")
    yield text
    while rest:
        name, _, rest = rest.partition("}")
        yield quote(known[name], safe="")
        text, _, rest = rest.partition("{")
        yield text


def _values(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """One that has some, and one that has none, where there are both."""
    now = datetime.now(UTC)
    several = {
        "action": ("StartTransaction", "Reset"),
        "blocked": ("true",),
        "chargePointId": (charge_point_id(7),),
        "connected": ("true", "false"),
        "connectorId": ("1", "9"),
        "from": ((now - timedelta(days=40)).isoformat(timespec="seconds"),),
        "idTag": (id_tag(7, SESSIONS - 2), "NOBODY"),
        "model": ("Grown", "Other"),
        "operation": ("createChargePoint",),
        "parentIdTag": ("NOBODY",),
        "q": (charge_point_id(7)[:-1], "zzz"),
        "resource": (f"charge-points/{charge_point_id(7)}",),
        "securityProfile": ("0", "3"),
        "state": ("waiting",),
        "subject": ("bench", "nobody"),
        "to": ((now - timedelta(days=40)).isoformat(timespec="seconds"),),
        "type": ("Tampered", "Other"),
        "vendor": ("Growth", "Other"),
    }
    if "enum" in schema:
        yield from schema["enum"][:3]
    elif name in several:
        yield from several[name]
    elif schema.get("type") == "boolean":
        yield from ("true", "false")
