"""Payloads of all 39 actions, drawn from the official JSON schemas: as they say, or wrong once."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import ocpp
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

OFFICIAL = Path(ocpp.__file__).parent / "v16" / "schemas"
REQUESTS = sorted(
    path.stem for path in OFFICIAL.glob("*.json") if not path.stem.endswith("Response")
)

Schema = dict[str, Any]
Payload = dict[str, Any]
Draw = Callable[[SearchStrategy[Any]], Any]

TEXT = st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
INTEGERS = st.sampled_from([0, 1, -1, 2**31 - 1, 2**31, -(2**63), 2**63 - 1]) | st.integers(0, 99)
TIMES = st.builds(
    lambda at, fraction, zone: at.isoformat(timespec="seconds") + fraction + zone,
    # 1970 is where charge points without a clock begin
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)) | st.just(datetime(1970, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["", ".5", ".123", ".123456"]),
    st.sampled_from(["Z", "+00:00", "-11:30", "+14:00"]),
)


@cache
def official(name: str) -> Schema:
    schema: Schema = json.loads((OFFICIAL / f"{name}.json").read_text("utf-8-sig"))
    resolved: Schema = _resolved(schema, schema)
    return resolved


def _resolved(schema: Any, root: Schema) -> Any:
    """Without `$ref`: what it names stands in its place."""
    if isinstance(schema, list):
        return [_resolved(one, root) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _resolved(root["definitions"][schema["$ref"].rsplit("/", 1)[1]], root)
    return {name: _resolved(one, root) for name, one in schema.items() if name != "definitions"}


@cache
def valid(action: str) -> SearchStrategy[Payload]:
    return _valid(official(action))


def _valid(schema: Schema) -> SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"], schema.get("format"):
        case "object", _:
            members = {
                # a charge point has only so many connectors, whatever the schema says
                name: st.integers(0, 40) if name == "connectorId" else _valid(member)
                for name, member in schema.get("properties", {}).items()
            }
            needed = schema.get("required", [])
            return st.fixed_dictionaries(
                {name: members[name] for name in needed},
                optional={name: one for name, one in members.items() if name not in needed},
            )
        case "array", _:
            return st.lists(_valid(schema["items"]), min_size=schema.get("minItems", 0), max_size=3)
        case "string", "date-time":
            return TIMES
        case "string", "uri":
            return st.just("ftp://example.com/firmware.bin")
        case "string", _:
            longest = min(schema.get("maxLength", 60), 60)
            return st.text(max_size=longest) | st.just("x" * schema.get("maxLength", 60))
        case "integer", _:
            return INTEGERS
        case "number", _:
            return st.integers(0, 5_000).map(lambda tenths: tenths / 10)
        case kind, _:
            assert kind == "boolean"
            return st.booleans()


@st.composite
def wrong(draw: Draw, action: str) -> Payload:
    """A valid payload in which one thing has been made wrong, however deep (or none, if empty)."""
    payload: Payload = draw(valid(action))
    holder, schema = draw(st.sampled_from(list(_objects(payload, official(action)))))
    members: dict[str, Schema] = schema.get("properties", {})
    ways = ["more"] + ["less", "other", "beyond"] * bool(holder)
    way = draw(st.sampled_from(ways))
    if way == "more":
        holder[draw(TEXT | st.just("\ud800") | st.sampled_from(["colour", "id_tag"]))] = draw(JSON)
        return payload
    name = draw(st.sampled_from(sorted(holder)))
    if way == "less":
        del holder[name]
    elif way == "other":
        holder[name] = draw(JSON | st.just(None) | st.integers(1, 300).map(_nested))
    else:
        holder[name] = draw(_beyond(members[name]))
    return payload


def _objects(value: Any, schema: Schema) -> list[tuple[Payload, Schema]]:
    if isinstance(value, list):
        return [found for one in value for found in _objects(one, schema["items"])]
    if not isinstance(value, dict):
        return []
    members = schema.get("properties", {})
    inner = (_objects(one, members[name]) for name, one in value.items())
    return [(value, schema), *(found for each in inner for found in each)]


def _beyond(schema: Schema) -> SearchStrategy[Any]:
    """Of the right type, but over the edge."""
    match schema["type"]:
        case "string":
            longer = schema.get("maxLength", 60) + 1
            return st.sampled_from(
                [
                    *(
                        "x" * longer,
                        "ü" * longer,
                        "",
                        " ",
                        "\ud800",
                        "\x00",
                        "accepted",
                        "1e400",
                        "١٢",
                    ),
                    *(
                        "2026-13-01T00:00Z",
                        "0001-01-01T00:00:00+14:00",
                        "9999-12-31T23:59:59-14:00",
                    ),
                ]
            )
        case "integer" | "number":
            return st.sampled_from([2**63, -(2**63) - 1, 10**400, 1e300, 1.5, 7.0, -0.0, 1e16])
        case "array":
            return st.sampled_from([[], [[]], [None], [{}], [{}] * 300])
        case "object":
            return st.sampled_from([{}, {"": {}}])
        case _:
            return st.sampled_from([0, 1, "true"])


def _nested(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = [value]
    return value
