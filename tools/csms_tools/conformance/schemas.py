"""The official JSON schemas of the messages (the `ocpp` package has them), and their fields."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ocpp

Schema = dict[str, Any]

FOLDER = Path(ocpp.__file__).parent / "v16" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
ACTIONS = [name for name in NAMES if not name.endswith("Response")]

MOST_WORDS = 5  # that stand where their field does; longer lists have a table
SHARED = {
    "certificateHashData": "CertificateHashData",
    "chargingProfile": "ChargingProfile",
    "chargingSchedule": "ChargingSchedule",
    "csChargingProfiles": "ChargingProfile",
    "idTagInfo": "IdTagInfo",
    "meterValue": "MeterValue",
    "transactionData": "MeterValue",
}
"""Types that several messages have, by the names of the fields."""


def official(name: str) -> Schema:
    schema: Schema = json.loads((FOLDER / f"{name}.json").read_text("utf-8-sig"))
    return _resolved(schema, schema)


def _resolved(schema: Schema, root: Schema) -> Schema:
    """Without references."""
    if "$ref" in schema:
        found = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return _resolved(found, root)
    members = {name: _resolved(one, root) for name, one in schema.get("properties", {}).items()}
    return schema | {
        what: inner
        for what, inner in (
            ("properties", members),
            ("items", _resolved(schema["items"], root) if "items" in schema else None),
        )
        if inner
    }


def fields(schema: Schema, left_out: dict[str, str] | None = None) -> str:
    """Required ones have a `*`; `left_out` says what becomes of one that is left out, by name."""
    required, notes = schema.get("required", []), left_out or {}
    said = [
        f"`{name}{'*' if name in required else ''}` {kind(one, name)}"
        + (f" ({notes[name]})" if name in notes else "")
        for name, one in schema.get("properties", {}).items()
    ]
    return ", ".join(said) or "none"


def kind(schema: Schema, name: str = "") -> str:
    if schema["type"] == "array":
        return f"[{kind(schema['items'], name)}]"
    if name in SHARED:
        return SHARED[name]
    if schema["type"] == "object":
        return f"{{{fields(schema)}}}"
    if words := schema.get("enum"):
        return "/".join(words) if len(words) <= MOST_WORDS else f"[{len(words)} words](#words)"
    match schema:
        case {"format": "date-time"}:
            return "time"
        case {"format": str(form)}:
            return form
        case {"maxLength": most}:
            return f"≤ {most}"
        case {"multipleOf": step}:
            return f"decimal, steps of {step}"
    return {"string": "text", "integer": "int", "number": "decimal", "boolean": "bool"}[
        schema["type"]
    ]


def leaves(schema: Schema, place: str = "") -> Iterator[tuple[str, Schema]]:
    """Every field that has no others in it, by its place: `meterValue.sampledValue.unit`."""
    match schema:
        case {"type": "array", "items": items}:
            yield from leaves(items, place)
        case {"type": "object"}:
            for name, one in schema.get("properties", {}).items():
                yield from leaves(one, f"{place}.{name}".removeprefix("."))
        case _:
            yield place, schema


def types() -> dict[str, Schema]:
    """Each shared type as the first message has it."""
    found: dict[str, Schema] = {}
    for name in NAMES:
        for field, one in objects(official(name)):
            if field in SHARED:
                found.setdefault(SHARED[field], one)
    return {name: found[name] for name in sorted(found)}


def objects(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for name, one in schema.get("properties", {}).items():
        inner = one["items"] if one["type"] == "array" else one
        if inner["type"] == "object":
            yield name, inner
            yield from objects(inner)
