"""Many that come back at once, and one that says more than its share."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime

import pytest
from websockets.exceptions import ConnectionClosed

from csms_tools.local.gateway.platform import Platform
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line
from tests.faults.fleet import Fleet
from tests.faults.teller import Teller, boots, start, stop

Ids = Callable[[int], list[str]]
Told = Callable[[float], None]

AT_ONCE = 6
WAIT = 4.0  # seconds that an answer takes at most beside a flood, on a busy machine


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "many", [20, *[pytest.param(each, marks=pytest.mark.sweep) for each in (60, 500)]]
)
async def test_of_charge_points_that_all_lose_their_line_and_come_back_at_once_nothing_is_lost(
    many: int, struck: Csms, ids: Ids, told: Told
) -> None:
    tellers, chance = [Teller(struck, id) for id in ids(many)], random.Random(many)
    numbers: dict[str, int] = {}
    turns = asyncio.Semaphore(AT_ONCE)

    async def charges(teller: Teller, lines: AsyncExitStack) -> Line:
        async with turns:
            line = await lines.enter_async_context(running.line(teller.url))
            await boots(line)
            answer = await teller.say(line, "1", "StartTransaction", start())
            numbers[teller.url] = answer["transactionId"]
            return line

    async def comes_back(teller: Teller) -> float:
        ended = stop(numbers[teller.url], 700, datetime.now(UTC))
        for wait in (1, 2, 4, 8, 16, *[32] * 8):  # seconds, as charge points do
            with suppress(ConnectionClosed, OSError, TimeoutError, running.InvalidStatus):
                async with running.line(teller.url) as line:
                    if await teller.say(line, "2", "StopTransaction", ended) == {}:
                        return time.monotonic()
            await asyncio.sleep(wait * chance.uniform(0.5, 1))
        raise AssertionError("it never came back")

    async with AsyncExitStack() as lines:
        open_lines = await asyncio.gather(*(charges(teller, lines) for teller in tellers))
        began = time.monotonic()
        for line in open_lines:
            line.socket.transport.abort()
        back = await asyncio.gather(*map(comes_back, tellers))
    told(max(back) - began)
    async with Operators.of(struck) as operators:

        async def wrong(teller: Teller) -> list[str]:
            async with turns:
                return await teller.books.wrong(operators.read, set())

        several = await asyncio.gather(*map(wrong, tellers))
    assert not [each for each in several if each]


async def test_one_that_floods_is_slowed_down_alone(struck: Csms, ids: Ids, told: Told) -> None:
    """Others wait for no more of its messages than a connection may have at work."""
    flooding, *others = ids(4)
    enough = asyncio.Event()
    slowest: list[float] = []

    async def flood(line: Line) -> None:
        number = 0
        while not enough.is_set():
            await line.send(2, f"{number}", "Heartbeat", {})
            number += 1
            await asyncio.sleep(0)

    async def drain(line: Line) -> None:
        while True:
            answered.append((await line.receive())[1])

    answered: list[str] = []
    async with running.line(f"{struck.ws}/{flooding}") as line:
        tasks = [asyncio.create_task(flood(line)), asyncio.create_task(drain(line))]
        async with Fleet.at_work(struck, others, commands=False) as fleet:
            for worker in fleet.workers:
                worker.cp.observe(lambda frame: slowest.append(frame.elapsed or 0))
            await fleet.works(3)
            enough.set()
            told(await fleet.whole())
            assert not await fleet.wrong()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        line.socket.transport.abort()  # a closing handshake would stand behind the whole flood
    assert len(answered) == len(set(answered)) > 100
    assert max(slowest) < WAIT
    assert struck.health["mostAtWork"] == Platform().in_flight
