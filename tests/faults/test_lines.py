"""Lines that are cut, messages that come twice and in any order, clocks that are wrong, crowds."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from csms.wire.ocpp16 import spell_time
from csms_tools.charge_point.conversation.frames import CALL, RESULT, Frame
from csms_tools.local.gateway.platform import Platform
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line
from tests.faults.books import Books
from tests.faults.fleet import TAG, Fleet
from tests.hostile import wire

Ids = Callable[[int], list[str]]
Told = Callable[[float], None]

AT_ONCE = 6
WAIT = 4.0  # seconds that an answer takes at most beside a flood, on a busy machine
DRIFTS = [timedelta(hours=-11), timedelta(hours=7), timedelta(minutes=-90)]


def start(meter: int = 0) -> dict[str, Any]:
    at = spell_time(datetime.now(UTC))
    return {"connectorId": 1, "idTag": TAG, "meterStart": meter, "timestamp": at}


def samples(number: int, meter: int, at: datetime) -> dict[str, Any]:
    value = {"timestamp": spell_time(at), "sampledValue": [{"value": str(meter)}]}
    return {"connectorId": 1, "transactionId": number, "meterValue": [value]}


def stop(number: int, meter: int, at: datetime) -> dict[str, Any]:
    return {"transactionId": number, "meterStop": meter, "timestamp": spell_time(at)}


class Teller:
    """Says what a charge point has to say, and writes down what it said and was told."""

    def __init__(self, csms: Csms, id: str) -> None:
        self.url = f"{csms.ws}/{id}"
        self.books = Books(id)

    def note(self, kind: int, id: str, action: str, payload: Any) -> None:
        """A call, or the answer to one."""
        text = json.dumps([kind, id, payload])
        sent = kind == CALL
        self.books(Frame(datetime.now(UTC), sent, text, kind, id, action, payload))

    async def say(self, line: Line, id: str, action: str, payload: dict[str, Any]) -> Any:
        self.note(CALL, id, action, payload)
        answer = await line.call(action, payload, id)
        self.note(RESULT, id, action, answer)
        return answer


async def cut_at(csms: Csms, id: str, places: list[int], text: str) -> None:
    frame = wire.frame(wire.TEXT, text.encode())
    for place in places:
        async with wire.upgraded(f"{csms.ws}/{id}") as line:
            await line.say(frame[:place])


async def test_a_line_that_is_cut_at_any_byte_of_a_frame_loses_nothing(
    struck: Csms, ids: Ids, told: Told
) -> None:
    """Half a message is none, and a whole one is said again: it is one transaction."""
    tellers = [Teller(struck, id) for id in ids(AT_ONCE)]
    said = [start() for _ in tellers]
    texts = [json.dumps([2, "1", "StartTransaction", one]) for one in said]
    length = len(wire.frame(wire.TEXT, texts[0].encode()))
    began = time.monotonic()
    await asyncio.gather(
        *(
            cut_at(struck, teller.books.charge_point_id, [*range(place, length + 1, AT_ONCE)], text)
            for place, (teller, text) in enumerate(zip(tellers, texts, strict=True))
        )
    )
    async with Operators.of(struck) as operators:
        for teller, one in zip(tellers, said, strict=True):
            async with running.line(teller.url) as line:
                number = (await teller.say(line, "2", "StartTransaction", one))["transactionId"]
                await teller.say(line, "3", "StopTransaction", stop(number, 9, datetime.now(UTC)))
            assert not await teller.books.wrong(operators, set())
    told(time.monotonic() - began)


@pytest.mark.parametrize("seed", range(2))
async def test_messages_that_come_twice_late_and_in_any_order_are_kept_once(
    seed: int, struck: Csms, ids: Ids, told: Told
) -> None:
    """Once a transaction has its number: all that follows, over several connections."""
    chance, ids_of_messages = random.Random(seed), count(2)
    [teller], begun = [Teller(struck, id) for id in ids(1)], start(100)
    async with running.line(teller.url) as line:
        number = (await teller.say(line, "1", "StartTransaction", begun))["transactionId"]
    began, at = time.monotonic(), datetime.now(UTC)
    messages: list[tuple[str, dict[str, Any]]] = [
        ("MeterValues", samples(number, 100 + 50 * n, at + timedelta(seconds=n))) for n in range(8)
    ]
    messages += [("StopTransaction", stop(number, 600, at + timedelta(seconds=9)))]
    messages += [("StartTransaction", begun)]
    messages = [*messages, *messages]
    chance.shuffle(messages)
    for part in (messages[:7], messages[7:14], messages[14:]):
        async with running.line(teller.url) as line:
            for action, payload in part:
                id = f"{next(ids_of_messages)}"
                teller.note(CALL, id, action, payload)
                await line.send(2, id, action, payload)
                await asyncio.sleep(chance.choice([0, 0, 0.02]))
            for _ in part:
                kind, answered, answer = await line.receive()
                assert kind == 3
                teller.note(RESULT, answered, "", answer)
    told(time.monotonic() - began)
    async with Operators.of(struck) as operators:
        assert not await teller.books.wrong(operators, set())


async def test_of_charge_points_whose_clocks_are_off_by_hours_nothing_is_lost(
    struck: Csms, ids: Ids, told: Told
) -> None:
    async with Fleet.at_work(struck, ids(len(DRIFTS))) as fleet:
        for worker, drift in zip(fleet.workers, DRIFTS, strict=True):
            worker.cp.drift = drift
        await fleet.works(2)
        for worker, drift in zip(fleet.workers, reversed(DRIFTS), strict=True):
            worker.cp.drift = drift  # they jump in the middle of it
        await fleet.works(2)
        told(await fleet.whole())
        assert not await fleet.wrong()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("many", [60, pytest.param(500, marks=pytest.mark.alone)])
async def test_of_charge_points_that_all_lose_their_line_and_come_back_at_once_nothing_is_lost(
    many: int, struck: Csms, ids: Ids, told: Told
) -> None:
    tellers, chance = [Teller(struck, id) for id in ids(many)], random.Random(many)
    numbers: dict[str, int] = {}
    turns = asyncio.Semaphore(AT_ONCE)

    async def charges(teller: Teller, lines: AsyncExitStack) -> Line:
        async with turns:
            line = await lines.enter_async_context(running.line(teller.url))
            boot = {"chargePointVendor": "V", "chargePointModel": "M"}
            assert (await line.call("BootNotification", boot))["status"] == "Accepted"
            answer = await teller.say(line, "1", "StartTransaction", start())
            numbers[teller.url] = answer["transactionId"]
            return line

    async def comes_back(teller: Teller) -> float:
        ended = stop(numbers[teller.url], 700, datetime.now(UTC))
        for wait in (1, 2, 4, 8, 16, *[32] * 8):  # seconds, as charge points do
            with suppress(ConnectionClosed, OSError, TimeoutError, running.InvalidStatus):
                async with running.line(teller.url) as line:
                    assert await teller.say(line, "2", "StopTransaction", ended) == {}
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
        wrong = [await teller.books.wrong(operators, set()) for teller in tellers]
    assert not [each for each in wrong if each]


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
    assert len(answered) == len(set(answered)) > 100
    assert max(slowest) < WAIT
    assert struck.health["mostAtWork"] == Platform().in_flight
