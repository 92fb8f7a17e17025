"""Charge points that say too much, take nothing, or never come to the point."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET

import pytest
from websockets.exceptions import ConnectionClosed

from tests.conversations import running
from tests.conversations.running import PATIENCE, Csms
from tests.hostile import wire
from tests.hostile.beating import Beats
from tests.hostile.conftest import IDLE_SECONDS
from tests.hostile.wire import TEXT, frame

MANY = 1_000
SOON = 2.0  # seconds: what others wait at most for their answers meanwhile, on a busy machine
MB = 1024 * 1024


def memory(csms: Csms) -> int:
    """Bytes that the runtime, where all sockets end, has in memory."""
    status = Path(f"/proc/{csms.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


async def test_a_flood_is_answered_one_by_one(
    csms: Csms, charge_point_id: str, others: Beats
) -> None:
    async with running.line(f"{csms.ws}/{charge_point_id}") as line:
        for number in range(MANY):  # and reads nothing before it is done
            await line.send(2, str(number), "Heartbeat", {})
        answers = [await line.receive() for _ in range(MANY)]
        assert await line.silent()
    assert Counter(answer[1] for answer in answers) == Counter(map(str, range(MANY)))
    assert {answer[0] for answer in answers} == {3}
    assert others.slowest < SOON


async def test_one_that_reads_nothing_costs_little_and_stalls_nobody(
    csms: Csms, charge_point_id: str, others: Beats
) -> None:
    before = memory(csms)
    most = before
    # an answer bears the id, here in 90 KB of ASCII
    said = frame(TEXT, f'[2,"{"ü" * 15_000}","Heartbeat",{{}}]'.encode())
    async with wire.upgraded(f"{csms.ws}/{charge_point_id}") as deaf:
        deaf.writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        deaf.reader._transport.pause_reading()  # type: ignore[attr-defined]
        with suppress(TimeoutError):
            async with asyncio.timeout(4):
                while not deaf.writer.transport.is_closing():
                    await deaf.say(said)
                    most = max(most, memory(csms))
    assert most - before < 16 * MB
    assert others.slowest < SOON


async def test_one_that_never_speaks_is_cut(csms: Csms, charge_point_id: str) -> None:
    async with running.line(f"{csms.ws}/{charge_point_id}") as line:
        began = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            async with asyncio.timeout(PATIENCE):
                await line.socket.recv()
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1001
        assert IDLE_SECONDS - 0.5 < time.monotonic() - began < IDLE_SECONDS + 3
