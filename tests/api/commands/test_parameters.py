from dataclasses import fields

import pytest
from pydantic.alias_generators import to_camel

from api.app import api
from api.commands.parameters import Sending

GIVING = {
    "askForLog",
    "cancelReservation",
    "changeConfiguration",
    "changeLocalList",
    "makeReservation",
    "replaceLocalList",
    "sendCommand",
    "updateFirmware",
}


@pytest.mark.parametrize("operation_id", sorted(GIVING))
def test_how_a_command_is_sent_is_asked_for_alike(operation_id: str) -> None:
    (operation,) = [one for one in api.operations if one.operation_id == operation_id]
    shared = [to_camel(one.name) for one in fields(Sending)]
    assert list(operation.signature.parameters)[-3:] == shared
