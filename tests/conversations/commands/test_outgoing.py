"""Each of the 26 commands, from an operator over the API to a charge point and back."""

from copy import deepcopy
from functools import reduce

import pytest

from outbound import COMMANDS
from tests.conversations.conftest import Maker
from tests.conversations.crowd import all_of
from tests.conversations.operators import Operators
from tests.conversations.outgoing import PAYLOADS, Payload, answers, prepared
from tests.conversations.remembered import AFTER, look
from tests.conversations.strict import compact, says, with_members_reversed


def test_there_is_a_payload_for_every_command() -> None:
    assert set(PAYLOADS) == set(COMMANDS)


@pytest.mark.parametrize("action", COMMANDS)
async def test_every_answer_that_there_can_be_is_told_and_taken(
    action: str, operators: Operators, make: Maker
) -> None:
    async def converse(answer: Payload) -> None:
        charge_point = make()
        async with charge_point.connected():
            query = await prepared(operators, charge_point, action)
            before = await look(operators, action, charge_point.id)
            charge_point.reply = says(answer)
            posted = with_members_reversed(PAYLOADS[action])
            command = await operators.send(charge_point.id, action, posted, **query)
        call = charge_point.calls[-1]
        assert (command["status"], command["response"]) == ("Answered", answer)
        assert (command["commandId"], command["action"]) == (call.command_id, call.action)
        assert command["payload"] == call.payload == PAYLOADS[action]
        after = AFTER.get((action, answer.get("status")), before)
        assert await look(operators, action, charge_point.id) == after

    await all_of({compact([answer]): converse(answer) for answer in answers(action)})


@pytest.mark.parametrize(
    ("action", "path"),
    [
        ("GetLog", ["requestId"]),
        ("ReserveNow", ["reservationId"]),
        ("SendLocalList", ["listVersion"]),
        ("SetChargingProfile", ["csChargingProfiles", "chargingProfileId"]),
        ("SignedUpdateFirmware", ["requestId"]),
    ],
)
async def test_a_number_that_is_left_out_is_filled_in(
    action: str, path: list[str], operators: Operators, make: Maker
) -> None:
    payload = deepcopy(PAYLOADS[action])
    *parents, member = path
    parent = reduce(lambda inner, name: inner[name], parents, payload)
    given = parent.pop(member)
    charge_point = make()
    async with charge_point.connected():  # which fails the test if the schema is broken
        for number in (1, 2, 3):
            command = await operators.send(charge_point.id, action, payload)
            sent = charge_point.calls[-1].payload
            assert command["payload"] == sent
            parent[member] = number
            assert sent == payload
            del parent[member]
        parent[member] = given
        await operators.send(charge_point.id, action, payload, force="true")
    assert charge_point.calls[-1].payload == payload
