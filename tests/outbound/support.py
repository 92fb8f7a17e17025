"""What tests of one command say: is there an objection, and what is known after its answer?"""

from typing import Any
from uuid import uuid4

from csms.outbound.sending import Objection
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.table import fetch
from tests.csms.command_steps import CP, answer, error, found, send


def refusal(action: str, payload: dict[str, Any]) -> str | None:
    """Why an operator may not send this; if there is no reason it is sent and answered."""
    command_id = str(uuid4())
    try:
        send(command_id, action, payload)
    except Objection as objection:
        return str(objection)
    error(command_id)
    return None


def ask(
    action: str,
    payload: dict[str, Any],
    response: dict[str, Any] | None = None,
    *,
    command_id: str = "command-1",
) -> None:
    """Send a command, whatever speaks against it, and let CP1 answer it."""
    send(command_id, action, payload, force=True)
    answer(command_id, {"status": "Accepted"} if response is None else response)
    assert found(command_id).status == "Answered", found(command_id).error_description


def configured(*, complete: bool = False, readonly: bool = True, **values: str | None) -> None:
    """CP1 says these values when it is asked for its configuration, or for these keys."""
    said = [
        {"key": key, "readonly": readonly} | ({} if value is None else {"value": value})
        for key, value in values.items()
    ]
    asked = {} if complete else {"key": list(values)}
    ask("GetConfiguration", asked, {"configurationKey": said}, command_id=str(uuid4()))


def charge_point() -> ChargePoint:
    (one,) = fetch(ChargePoint.of(CP))
    assert one
    return one


def configuration() -> Configuration:
    (one,) = fetch(Configuration.of(CP))
    assert one
    return one


def local_list() -> LocalList:
    (one,) = fetch(LocalList.of(CP))
    assert one
    return one
