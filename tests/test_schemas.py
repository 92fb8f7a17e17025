"""Every model says what the official JSON schema of its message says."""

import json
from pathlib import Path
from typing import Any

import ocpp
import pytest
from pydantic import BaseModel

from outbound import COMMANDS
from tests.actions import ACTIONS, module_name, request_model, response_model
from tests.support import ROOT

CALLS = [("inbound", action) for action in ACTIONS] + [("outbound", action) for action in COMMANDS]
OFFICIAL = Path(ocpp.__file__).parent / "v16" / "schemas"
# all but the bounds of integers: ours end at 64 bits, where the schemas say nothing
CONSTRAINTS = ("minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "multipleOf")

# message, member, what, as the schema has it, as we have it
KNOWN: list[tuple[str, str, str, Any, Any]] = [
    # a meter value without a sample says nothing; the lenient default drops it
    ("StopTransaction", "transactionData[].sampledValue", "minItems", None, 1),
    # MeterValues and StopTransaction share one SampledValue here; only MeterValues has "Hertz"
    ("StopTransaction", "transactionData[].sampledValue[].unit", "enum", set(), {"Hertz"}),
]

Schema = dict[str, Any]
Facts = dict[tuple[str, str], Any]


def official(name: str) -> Schema:
    schema: Schema = json.loads((OFFICIAL / f"{name}.json").read_text("utf-8-sig"))
    return schema


def resolved(schema: Schema, root: Schema) -> Schema:
    if "anyOf" in schema:  # pydantic's way to say that a member may be left out
        (schema,) = (one for one in schema["anyOf"] if one != {"type": "null"})
    if "$ref" in schema:
        found = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return resolved(found, root)
    return schema


def facts(schema: Schema, root: Schema, path: str = "") -> Facts:
    """What is said of each member, however deep: (path, what) -> as what."""
    schema = resolved(schema, root)
    told: Facts = {(path, "type"): schema["type"]}
    told |= {(path, what): schema.get(what) for what in CONSTRAINTS}
    told[path, "enum"] = set(schema.get("enum", []))
    if schema["type"] == "object":
        members = schema.get("properties", {})
        told[path, "members, in order"] = list(members)
        told[path, "required"] = set(schema.get("required", []))
        told[path, "additionalProperties"] = schema.get("additionalProperties", True)
        for name, member in members.items():
            told |= facts(member, root, f"{path}.{name}".removeprefix("."))
    if schema["type"] == "array":
        told |= facts(schema["items"], root, f"{path}[]")
    return told


def differences(name: str, model: type[BaseModel]) -> list[tuple[str, str, str, Any, Any]]:
    theirs, ours = official(name), model.model_json_schema()
    said, meant = facts(theirs, theirs), facts(ours, ours)
    found = []
    for path, what in said | meant:
        one, other = said.get((path, what)), meant.get((path, what))
        if isinstance(one, set) and isinstance(other, set):
            one, other = one - other, other - one
            if not one and not other:
                continue
        if one != other:
            found.append((name, path, what, one, other))
    return found


@pytest.mark.parametrize(("package", "action"), CALLS)
def test_a_request_is_what_the_official_schema_says(package: str, action: str) -> None:
    known = [difference for difference in KNOWN if difference[0] == action]
    assert differences(action, request_model(action, package)) == known


@pytest.mark.parametrize(("package", "action"), CALLS)
def test_a_response_is_what_the_official_schema_says(package: str, action: str) -> None:
    assert differences(f"{action}Response", response_model(action, package)) == []


@pytest.mark.parametrize("action", COMMANDS)
def test_a_command_is_made_of_the_messages_of_its_action(action: str) -> None:
    command = COMMANDS[action]
    assert command.action == action
    assert command.request is request_model(action, "outbound")
    assert command.response is response_model(action, "outbound")


def test_there_is_no_file_without_its_action() -> None:
    files = {path.stem for path in (ROOT / "functions/outbound").glob("*.py")} - {"__init__"}
    assert files == {module_name(action) for action in COMMANDS}


def test_what_is_no_command_is_not_found() -> None:
    with pytest.raises(KeyError):
        COMMANDS["Authorize"]
    assert len(COMMANDS) == 26
