"""Many operators and one charge point: one call at a time, each once, none lost."""

import asyncio
from itertools import pairwise
from random import Random

from tests.conversations.conftest import Maker
from tests.conversations.crowd import all_of
from tests.conversations.operators import Operators
from tests.conversations.strict import Call, ChargePoint, accepts_after

OPERATORS, COMMANDS_EACH = 20, 5


async def test_twenty_operators_at_once_are_served_one_call_at_a_time(
    operators: Operators, make: Maker
) -> None:
    delays = Random(20)

    async def slowly(call: Call) -> str:
        await asyncio.sleep(delays.uniform(0, 0.03))
        return call.answer({"status": "Accepted", "data": call.payload["data"]})

    charge_point = make(slowly)
    orders: dict[str, list[str]] = {}

    async def operate(name: str) -> None:
        """Five commands, one after the other, before the first answer is looked at."""
        posted = []
        for number in range(COMMANDS_EACH):
            payload = {"vendorId": name, "data": f"{name}-{number}"}
            posted.append((await operators.post(charge_point.id, "DataTransfer", payload)).body)
        orders[name] = [command["commandId"] for command in posted]
        for number, command in enumerate(posted):
            ended = await operators.outcome(command)
            assert ended["status"] == "Answered"
            assert ended["response"] == {"status": "Accepted", "data": f"{name}-{number}"}

    async with charge_point.connected():  # which fails the test if a call comes early, or again
        names = [f"operator-{number}" for number in range(OPERATORS)]
        await all_of({name: operate(name) for name in names}, at_once=OPERATORS)
    wire = [call.command_id for call in charge_point.calls]
    assert sorted(wire) == sorted(one for order in orders.values() for one in order)
    assert len(wire) == OPERATORS * COMMANDS_EACH
    for order in orders.values():
        assert [one for one in wire if one in order] == order


async def test_what_has_queued_leaves_in_the_order_in_which_it_was_asked_for(
    operators: Operators, make: Maker
) -> None:
    answers = asyncio.Event()
    charge_point = make(accepts_after(answers))
    async with charge_point.connected():
        posted = [await operators.post(charge_point.id, "ClearCache") for _ in range(6)]
        assert [reply.outcome for reply in posted] == ["Sent", *["Queued"] * 5]
        answers.set()
        for reply in posted:
            assert (await operators.outcome(reply.body))["status"] == "Answered"
    wire = [call.command_id for call in charge_point.calls]
    assert wire == [reply.body["commandId"] for reply in posted]
    assert all(earlier < later for earlier, later in pairwise(wire))


async def test_the_same_key_at_once_is_one_command(operators: Operators, make: Maker) -> None:
    charge_point = make()

    async def post() -> str:
        reply = await operators.post(charge_point.id, "ClearCache", key="the-same", wait=25)
        assert (reply.status, reply.outcome) == (200, "Answered")
        command_id: str = reply.body["commandId"]
        return command_id

    async with charge_point.connected():
        ids = await asyncio.gather(*(post() for _ in range(8)))
    assert {call.command_id for call in charge_point.calls} == set(ids)
    assert len(charge_point.calls) == 1


async def test_charge_points_do_not_wait_for_each_other(operators: Operators, make: Maker) -> None:
    async def never(_: Call) -> None:
        await asyncio.Event().wait()

    stuck, quick = make(never), make()

    async def serve(charge_point: ChargePoint) -> None:
        for _ in range(5):
            assert (await operators.send(charge_point.id, "ClearCache"))["status"] == "Answered"

    async with stuck.connected(), quick.connected():
        held = [await operators.post(stuck.id, "ClearCache", timeout=60) for _ in range(3)]
        await serve(quick)
        assert [reply.outcome for reply in held] == ["Sent", "Queued", "Queued"]
    assert len(stuck.calls) == 1
