"""Commands to a charge point that is not connected: they fail at once, or wait as they may."""

import asyncio
from datetime import UTC, datetime, timedelta

from csms.wire.ocpp16 import spell_time
from outbound import COMMANDS
from tests.conversations.conftest import Maker
from tests.conversations.crowd import all_of
from tests.conversations.operators import Operators, Payload
from tests.conversations.outgoing import PAYLOADS, answers, goes_on
from tests.conversations.strict import says


def later(**how_much: int) -> str:
    return spell_time(datetime.now(UTC) + timedelta(**how_much))


async def test_without_a_connection_it_fails_at_once(operators: Operators, make: Maker) -> None:
    async def converse(action: str) -> None:
        charge_point = make()
        force = {"force": "true"}
        command = await operators.send(charge_point.id, action, PAYLOADS[action], **force)
        assert command["status"] == "NotConnected"
        assert "sentAt" not in command
        async with charge_point.connected():
            await goes_on(operators, charge_point)
        assert [call.action for call in charge_point.calls] == ["ClearCache"]

    await all_of({action: converse(action) for action in COMMANDS})


async def test_without_a_connection_it_waits_as_long_as_it_may(
    operators: Operators, make: Maker
) -> None:
    async def converse(action: str) -> None:
        charge_point = make(says(next(answers(action))))
        query: Payload = {"force": "true", "queueUntil": later(minutes=1)}
        reply = await operators.post(charge_point.id, action, PAYLOADS[action], **query)
        assert (reply.status, reply.outcome) == (202, "Queued")
        connected = datetime.now(UTC)
        async with charge_point.connected():
            command = await operators.outcome(reply.body)
            assert command["status"] == "Answered"
            sent = datetime.fromisoformat(command["sentAt"])
            assert timedelta(0) < sent - connected < timedelta(seconds=5)
        assert [call.action for call in charge_point.calls] == [action]

    await all_of({each: converse(each) for each in COMMANDS}, at_once=26)


async def test_what_has_waited_long_enough_is_not_sent(operators: Operators, make: Maker) -> None:
    charge_point = make()
    reply = await operators.post(charge_point.id, "ClearCache", queueUntil=later(seconds=1))
    assert reply.outcome == "Queued"
    await asyncio.sleep(1.1)
    async with charge_point.connected():
        assert (await operators.outcome(reply.body))["status"] == "Expired"
        await goes_on(operators, charge_point)
    assert len(charge_point.calls) == 1


async def test_what_waits_can_be_cancelled_and_is_not_sent(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    reply = await operators.post(charge_point.id, "ClearCache", queueUntil=later(minutes=1))
    path = reply.headers["Location"]
    cancelled = await operators.ask("DELETE", path)
    assert (cancelled.status, cancelled.outcome) == (200, "Cancelled")
    assert (await operators.ask("DELETE", path)).status == 409
    async with charge_point.connected():
        await goes_on(operators, charge_point)
    assert len(charge_point.calls) == 1
