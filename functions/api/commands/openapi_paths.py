"""The commands in the API's description: one path an action, with the schema of its payload.

The API itself has one operation for all of them, so that a request imports one command's models
and not all 52.
"""

from copy import deepcopy
from typing import Any

from pydantic.json_schema import models_json_schema

from api.commands.examples import EXAMPLES
from api.http.schemas import WithoutNull
from csms.outbound.command import Command, FillWhenSent
from outbound import COMMANDS

ANY = "/charge-points/{chargePointId}/commands/{action}"
OCPP = "ocpp.{model}"  # beside the API's own models, some of which have the same names
REFERENCE = f"#/components/schemas/{OCPP}"


def with_commands(description: dict[str, Any]) -> dict[str, Any]:
    """Put a path for each command in the place of the one for any."""
    paths: dict[str, Any] = {}
    for path, operations in description["paths"].items():
        if path == ANY:
            paths |= {
                ANY.replace("{action}", action): _one(action, operations) for action in COMMANDS
            }
        else:
            paths[path] = operations
    models: Any = [(command.request, "validation") for command in COMMANDS.values()]
    _, definitions = models_json_schema(
        models, ref_template=REFERENCE, schema_generator=WithoutNull
    )
    schemas = description["components"]["schemas"]
    for name, schema in definitions["$defs"].items():
        command = COMMANDS.get(name)
        schemas[OCPP.format(model=name)] = _without_fills(schema, command) if command else schema
    return description | {"paths": paths}


def _one(action: str, operations: dict[str, Any]) -> dict[str, Any]:
    post = deepcopy(operations["post"])
    post["operationId"] = f"send{action}"
    post["summary"] = f"Send {action}"
    post["parameters"] = [one for one in post["parameters"] if one["name"] != "action"]
    post["requestBody"]["content"] = {
        "application/json": {
            "schema": {"$ref": REFERENCE.format(model=action)},
            "examples": {"example": {"value": EXAMPLES[action]}},
        }
    }
    return {"post": post}


def _without_fills(schema: dict[str, Any], command: Command[Any, Any]) -> dict[str, Any]:
    """What is filled in wherever it is left out is not required."""
    own = {
        fill.path[0]
        for fill in command.fills
        if len(fill.path) == 1 and not (isinstance(fill, FillWhenSent) and fill.where)
    }
    required = [name for name in schema.get("required", []) if name not in own]
    return schema | {"required": required} if own else schema
