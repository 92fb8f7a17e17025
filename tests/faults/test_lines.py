"""Lines that are cut, messages that come twice and in any order, clocks that are wrong."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from csms_tools.charge_point.conversation.frames import CALL, RESULT
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms
from tests.faults.fleet import CALL_TIMEOUT, Fleet
from tests.faults.teller import Teller, boots, samples, start, stop
from tests.hostile import wire

Ids = Callable[[int], list[str]]
Told = Callable[[float], None]

AT_ONCE = 6
EVERY = pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.sweep)])
DRIFTS = [timedelta(hours=-11), timedelta(hours=7), timedelta(minutes=-90)]


def places(first: int, step: int, length: int) -> list[int]:
    """Those of one of several that share them; the last is the end of the frame."""
    return [*range(first * step, length, AT_ONCE * step), length]


async def cut_at(csms: Csms, id: str, at: list[int], text: str) -> None:
    frame = wire.frame(wire.TEXT, text.encode())
    for place in at:
        async with wire.upgraded(f"{csms.ws}/{id}") as line:
            await line.say(frame[:place])


@EVERY
async def test_a_line_that_is_cut_at_any_byte_of_a_frame_loses_nothing(
    step: int, struck: Csms, ids: Ids, told: Told
) -> None:
    """Half a message is none, and a whole one is said again: it is one transaction."""
    tellers = [Teller(struck, id) for id in ids(AT_ONCE)]
    said = [start() for _ in tellers]
    texts = [json.dumps([2, "1", "StartTransaction", one]) for one in said]
    length = len(wire.frame(wire.TEXT, texts[0].encode()))
    await asyncio.gather(
        *(
            cut_at(
                struck,
                teller.books.charge_point_id,
                places(first, step, length),
                text,
            )
            for first, (teller, text) in enumerate(zip(tellers, texts, strict=True))
        )
    )
    began = time.monotonic()
    async with Operators.of(struck) as operators:
        for teller, one in zip(tellers, said, strict=True):
            async with running.line(teller.url) as line:
                number = (await teller.say(line, "2", "StartTransaction", one))["transactionId"]
                await teller.say(line, "3", "StopTransaction", stop(number, 9, datetime.now(UTC)))
        told(time.monotonic() - began)
        for teller in tellers:
            assert not await teller.books.wrong(operators.read, set())


async def answered_up_to(
    at: Iterable[int], teller: Teller, operators: Operators, asked: set[str], told: Told
) -> None:
    """A command for each place of its answer's frame, at which the line is cut."""
    id = teller.books.charge_point_id
    for place in at:
        async with wire.upgraded(teller.url) as line:
            command = (await operators.post(id, "ClearCache", timeout=CALL_TIMEOUT)).body
            asked.add(command["commandId"])
            _, text = await line.told()
            _, unique_id, action, payload = json.loads(text)
            teller.hear(unique_id, action, payload)
            answer = {"status": "Accepted"}
            frame = answer_frame(unique_id, answer)
            if place >= len(frame):
                teller.answer(unique_id, action, answer)
            await line.say(frame[:place])
        began = time.monotonic()
        ended = await operators.outcome(command)
        told(time.monotonic() - began)
        assert ended["status"] == "ConnectionLost" or place >= len(frame)


def answer_frame(unique_id: str, payload: Any) -> bytes:
    return wire.frame(wire.TEXT, json.dumps([3, unique_id, payload]).encode())


@EVERY
async def test_an_answer_that_is_cut_at_any_byte_leaves_its_command_one_end(
    step: int, struck: Csms, ids: Ids, told: Told
) -> None:
    tellers = [Teller(struck, id) for id in ids(AT_ONCE)]
    for teller in tellers:
        async with running.line(teller.url) as line:
            await boots(line)
    length = len(answer_frame(str(uuid.uuid4()), {"status": "Accepted"}))
    asked: list[set[str]] = [set() for _ in tellers]
    async with Operators.of(struck) as operators:
        await asyncio.gather(
            *(
                answered_up_to(places(first, step, length), teller, operators, known, told)
                for first, (teller, known) in enumerate(zip(tellers, asked, strict=True))
            )
        )
        for teller, known in zip(tellers, asked, strict=True):
            assert not await teller.books.wrong(operators.read, known)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.sweep)])
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
        assert not await teller.books.wrong(operators.read, set())


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
