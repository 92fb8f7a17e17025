from typing import Any

import pytest

from api.commands.views import EXAMPLE, WAITING, Command, view
from tests.csms.command_steps import answer, connected, error, found, open_call, send
from tests.support import Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def shown(command_id: str) -> dict[str, Any]:
    return view(found(command_id)).model_dump(mode="json", by_alias=True, exclude_none=True)


def test_one_that_is_on_its_way_has_no_end_yet() -> None:
    send("c1")
    assert shown("c1") == {
        "commandId": "c1",
        "chargePointId": "CP1",
        "action": "Reset",
        "payload": {"type": "Soft"},
        "status": "Sent",
        "createdAt": "2026-06-01T12:00:00.000Z",
        "createdBy": "olga",
        "forced": False,
        "timeout": 30,
        "sentAt": "2026-06-01T12:00:00.000Z",
    }


def test_an_answer_with_an_error_is_shown_with_its_code() -> None:
    send("c1")
    error("c1", "NotSupported")
    assert shown("c1")["status"] == "CallError"
    assert shown("c1")["error"] == {"code": "NotSupported", "description": "no such thing"}
    assert open_call() is None


def test_an_answer_that_is_none_is_shown_with_what_is_wrong_in_it() -> None:
    send("c1")
    answer("c1", {"status": "Perhaps"})
    told = shown("c1")
    assert (told["response"], told["error"]["code"]) == ({"status": "Perhaps"}, "MalformedAnswer")
    assert "status" in told["error"]["description"]


@pytest.mark.parametrize("example", [EXAMPLE, WAITING], ids=["ended", "waiting"])
def test_the_examples_are_commands(example: dict[str, Any]) -> None:
    as_shown = Command.model_validate(example).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    assert as_shown == example
