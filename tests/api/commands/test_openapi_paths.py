from typing import Any

import pytest

from api.commands.examples import EXAMPLES
from outbound import COMMANDS
from tests.api.support import ask

PATH = "/charge-points/{chargePointId}/commands/"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    found: dict[str, Any] = ask("GET", "/openapi.json", role=None).json
    return found


def test_every_command_has_a_path_of_its_own_and_there_is_none_for_any(
    description: dict[str, Any],
) -> None:
    paths = {path.removeprefix(PATH) for path in description["paths"] if path.startswith(PATH)}
    assert paths - {"{commandId}"} == set(COMMANDS)


@pytest.mark.parametrize("action", COMMANDS)
def test_a_commands_path_has_the_schema_of_its_payload_and_an_example(
    action: str, description: dict[str, Any]
) -> None:
    post = description["paths"][PATH + action]["post"]
    assert post["operationId"] == f"send{action}"
    assert "action" not in {parameter["name"] for parameter in post["parameters"]}
    content = post["requestBody"]["content"]["application/json"]
    name = content["schema"]["$ref"].rpartition("/")[2]
    fields = {field.alias or "" for field in COMMANDS[action].request.model_fields.values()}
    assert set(description["components"]["schemas"][name].get("properties", {})) == fields
    assert content["examples"]["example"]["value"] == EXAMPLES[action]


def test_what_is_filled_in_may_be_left_out(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    assert "requestId" not in schemas["ocpp.GetLog"]["required"]
    assert "listVersion" not in schemas["ocpp.SendLocalList"]["required"]


def test_everything_that_is_referred_to_is_there(description: dict[str, Any]) -> None:
    def references(value: Any) -> set[str]:
        match value:
            case {"$ref": str(name)}:
                return {name}
            case dict():
                return {one for member in value.values() for one in references(member)}
            case list():
                return {one for element in value for one in references(element)}
            case _:
                return set()

    named = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert references(description) <= named
