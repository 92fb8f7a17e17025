"""Each of the 26 commands, and no answer that could be taken: it ends, and the next one is sent."""

import asyncio

import pytest

from outbound import COMMANDS
from tests.conversations.conftest import Maker
from tests.conversations.crowd import all_of
from tests.conversations.operators import Operators, Payload
from tests.conversations.outgoing import PAYLOADS, answers, goes_on, malformed, prepared
from tests.conversations.remembered import AFTER, TRIGGERS, look
from tests.conversations.strict import Call, keeps_silent, says


async def test_a_callerror_is_told_and_changes_nothing(operators: Operators, make: Maker) -> None:
    async def refuses(call: Call) -> str:
        return call.error("NotSupported", "not here")

    async def converse(action: str) -> None:
        charge_point = make()
        async with charge_point.connected():
            query = await prepared(operators, charge_point, action)
            before = await look(operators, action, charge_point.id)
            charge_point.reply = refuses
            command = await operators.send(charge_point.id, action, PAYLOADS[action], **query)
            assert command["status"] == "CallError"
            assert command["error"] == {"code": "NotSupported", "description": "not here"}
            assert await look(operators, action, charge_point.id) == before
            await goes_on(operators, charge_point)

    await all_of({action: converse(action) for action in COMMANDS})


async def test_an_answer_that_is_none_is_told_and_changes_nothing(
    operators: Operators, make: Maker
) -> None:
    async def converse(action: str) -> None:
        charge_point = make()
        async with charge_point.connected():
            query = await prepared(operators, charge_point, action)
            before = await look(operators, action, charge_point.id)
            charge_point.reply = says(malformed(action))
            command = await operators.send(charge_point.id, action, PAYLOADS[action], **query)
            assert command["status"] == "MalformedAnswer"
            assert command["response"] == malformed(action)
            assert action in TRIGGERS or await look(operators, action, charge_point.id) == before
            await goes_on(operators, charge_point)

    await all_of({each: converse(each) for each in COMMANDS if malformed(each)})


async def answered_late(operators: Operators, command: Payload) -> Payload:
    """Another function takes the answer, whenever it gets to it."""
    async with asyncio.timeout(15):
        while True:
            found = await operators.outcome(command)
            if "lateAnswer" in found:
                return found
            await asyncio.sleep(0.1)


async def test_what_is_not_answered_in_time_ends_and_a_late_answer_is_kept_beside(
    operators: Operators, make: Maker
) -> None:
    async def converse(action: str) -> None:
        charge_point = make()
        async with charge_point.connected():
            query = await prepared(operators, charge_point, action)
            before = await look(operators, action, charge_point.id)
            charge_point.reply = keeps_silent
            query["timeout"] = 1
            command = await operators.send(charge_point.id, action, PAYLOADS[action], **query)
            assert command["status"] == "TimedOut"
            assert action in TRIGGERS or await look(operators, action, charge_point.id) == before
            answer = next(answers(action))
            await charge_point.line.socket.send(charge_point.calls[-1].answer(answer))
            await goes_on(operators, charge_point)
            command = await answered_late(operators, command)
            assert command["status"] == "TimedOut"
            assert command["lateAnswer"]["response"] == answer
            after = AFTER.get((action, answer.get("status")), before)
            assert await look(operators, action, charge_point.id) == after

    await all_of({each: converse(each) for each in COMMANDS}, at_once=26)


async def test_a_connection_that_ends_takes_its_call_with_it(
    operators: Operators, make: Maker
) -> None:
    async def converse(action: str) -> None:
        charge_point = make()
        async with charge_point.connected():
            query = await prepared(operators, charge_point, action)
            before = await look(operators, action, charge_point.id)
            charge_point.reply = charge_point.hang_up
            command = await operators.send(charge_point.id, action, PAYLOADS[action], **query)
            assert command["status"] == "ConnectionLost"
            assert action in TRIGGERS or await look(operators, action, charge_point.id) == before
        async with charge_point.connected():
            await goes_on(operators, charge_point)

    await all_of({action: converse(action) for action in COMMANDS})


@pytest.mark.parametrize("text", ['[3,"{}",[]]', '[3,"{}",7]', '[3,"{}"]', '[4,"{}"]'])
async def test_an_answer_without_a_payload_is_a_malformed_one(
    text: str, operators: Operators, make: Maker
) -> None:
    async def mumbles(call: Call) -> str:
        return text.format(call.command_id)

    charge_point = make(mumbles)
    async with charge_point.connected():
        command = await operators.send(charge_point.id, "ClearCache")
        assert command["status"] == "MalformedAnswer"
        await goes_on(operators, charge_point)


async def test_one_answer_counts_and_one_to_nothing_is_ignored(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()

    async def says_too_much(call: Call) -> str:
        send = charge_point.line.socket.send
        await send('[3,"of-nobody",{"status":"Accepted"}]')
        await send(call.answer({"status": "Rejected"}))
        await send(call.error("GenericError"))
        return call.answer({"status": "Accepted"})

    async with charge_point.connected():
        for _ in range(5):
            charge_point.reply = says_too_much
            command = await operators.send(charge_point.id, "ClearCache")
            assert command["status"] in ("Answered", "CallError")
            await goes_on(operators, charge_point)
            assert await operators.outcome(command) == command
