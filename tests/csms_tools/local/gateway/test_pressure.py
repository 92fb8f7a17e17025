"""A client that floods, and a thousand that do not."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from csms_tools.local.gateway.interface import Full
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import (
    DONE,
    HEARTBEAT,
    Event,
    FakeFunctions,
    connection_id,
)


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


async def test_what_a_client_says_that_reads_nothing_waits_with_the_client(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(unread_bytes=64 * 1024, in_flight=2)
    full = 0

    async def answer(event: Event) -> Any:
        nonlocal full
        try:
            client = desk.gateway.client(connection_id(event))
            client.socket.send(b"x" * 16_000)
        except Full:
            full += 1
        return DONE

    functions.answers["Heartbeat"] = answer
    async with desk.connect() as deaf:
        deaf.transport.pause_reading()

        async def flood() -> None:
            while True:
                await deaf.send(HEARTBEAT.ljust(1_000))

        flooding = asyncio.create_task(flood())
        said = -1
        while said < len(functions.calls):
            said = len(functions.calls)
            await asyncio.sleep(0.2)
        assert full == 0
        deaf.transport.resume_reading()
        for _ in range(said + 10):
            async with asyncio.timeout(3):
                await deaf.recv()
        flooding.cancel()
        deaf.transport.abort()


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
