"""A client that floods, and a thousand that do not."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import DONE, HEARTBEAT, Event, FakeFunctions


async def test_a_flood_is_taken_in_a_few_at_a_time_and_nothing_of_it_is_lost(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(in_flight=3)
    at_work = most = 0

    async def heartbeat(event: Event) -> Any:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        at_work -= 1
        return DONE

    functions.answers["Heartbeat"] = heartbeat
    async with desk.connect() as client:
        for _ in range(2000):
            await client.send(HEARTBEAT)
        await functions.called("Heartbeat", 2000)
    assert most == 3


async def test_a_flood_that_nobody_takes_stays_with_the_client(
    desk: Desk, functions: FakeFunctions
) -> None:
    release = asyncio.Event()

    async def stuck(event: Event) -> Any:
        await release.wait()
        return DONE

    functions.answers["Default"] = stuck
    async with desk.connect() as flooding, desk.connect("/ocpp/CP002") as other:

        sent = 0

        async def flood() -> None:
            nonlocal sent
            while True:
                await flooding.send("x" * 30_000)
                sent += 1

        flooded = asyncio.create_task(flood())
        await functions.called("Default", 8)
        await asyncio.sleep(0.3)
        before = sent
        await asyncio.sleep(0.1)
        assert sent == before
        assert len(functions.events("Default")) == 8
        await other.send(HEARTBEAT)
        await functions.called("Heartbeat")
        flooded.cancel()
        release.set()
        flooding.transport.abort()


async def test_a_message_in_very_many_pieces_is_one_message(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        await client.send(["", *"x" * 5000, "", ""])
        [event] = await functions.called("Default")
    assert event["body"] == "x" * 5000


async def test_many_connections_are_served_at_once(desk: Desk, functions: FakeFunctions) -> None:
    async with AsyncExitStack() as stack:
        clients = await asyncio.gather(
            *(stack.enter_async_context(desk.connect(f"/ocpp/CP{n}")) for n in range(200))
        )
        assert len(desk.gateway.clients) == 200
        await asyncio.gather(*(client.send(HEARTBEAT) for client in clients))
        await functions.called("Heartbeat", 200)
