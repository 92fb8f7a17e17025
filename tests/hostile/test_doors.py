"""Whoever comes to the door with bad manners: the others come in as ever."""

import asyncio
import resource
import time
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversations import running
from tests.conversations.running import Csms
from tests.hostile import wire
from tests.hostile.beating import Beats
from tests.hostile.effort import examples
from tests.hostile.wire import PATIENCE, Wire, request

SOON = 2.0  # seconds, on a busy machine

PATH = "/ocpp/NOBODY"
RUDE = {
    "nothing": b"",
    "half a request": request(PATH)[:-2],
    "no HTTP": b"\x16\x03\x01 hello\r\n\r\n",
    "a body": request(PATH, Content_Length="5"),
    "an endless line": b"GET /ocpp/" + b"x" * 200_000,
    "endless headers": request(PATH)[:-2] + b"X: y\r\n" * 20_000,
    "HTTP/1.0": request(PATH).replace(b"1.1", b"1.0"),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a POST": request(PATH).replace(b"GET", b"POST"),
    "no key": request(PATH, Sec_WebSocket_Key=None),
    "a short key": request(PATH, Sec_WebSocket_Key="c2hvcnQ="),
    "an old version": request(PATH, Sec_WebSocket_Version="8"),
    "no upgrade": request(PATH, Upgrade=None),
    "NUL in a header": request(PATH, User_Agent="a\0b"),
    "an identity of NUL": request("/ocpp/%00"),
    "an identity of spaces": request("/ocpp/%20%20"),
    "no identity": request("/ocpp/"),
    "another path": request("/../../etc/passwd"),
    "a huge password": request(PATH, Authorization="Basic " + "QUFB" * 1_500),
    "no base64": request(PATH, Authorization="Basic \xff\xfe"),
    "two requests at once": request(PATH) * 2,
}


async def refused(client: Wire) -> int | None:
    """The status of the answer; None if it hangs up without one."""
    async with asyncio.timeout(PATIENCE + 5):
        try:
            answer = await client.reader.read(12)
        except ConnectionError:
            return None
    return int(answer[9:]) if answer else None


@pytest.mark.parametrize("how", RUDE)
async def test_a_rude_visitor_is_refused(how: str, csms: Csms, others: Beats) -> None:
    async with wire.connection(csms.ws) as client:
        await client.say(RUDE[how])
        client.writer.write_eof()
        assert await refused(client) not in {101, 200, 500, 502, 503}


@examples(100)
@given(
    noise=st.binary(max_size=80),
    place=st.integers(0, len(request(PATH))),
    secure=st.booleans(),
)
async def test_a_request_with_noise_in_it_disturbs_nobody(
    noise: bytes, place: int, secure: bool, csms: Csms, others: Beats
) -> None:
    said = request(PATH)
    async with wire.connection(csms.wss if secure else csms.ws) as client:
        await client.say(said[:place] + noise + said[place + len(noise) // 2 :])
        client.writer.write_eof()
        assert await refused(client) != 101


async def test_three_hundred_that_never_finish_keep_nobody_out(
    csms: Csms, charge_point_id: str, others: Beats
) -> None:
    async with AsyncExitStack() as stack:
        for number in range(300):
            url = csms.wss if number % 3 == 0 else csms.ws
            slow = await stack.enter_async_context(wire.connection(url))
            await slow.say(request(PATH)[: number % 150])
        began = time.monotonic()
        for _ in range(5):
            async with running.line(f"{csms.ws}/{charge_point_id}") as line:
                assert "currentTime" in await line.call("Heartbeat", {})
        assert time.monotonic() - began < 5 * SOON
    assert others.slowest < SOON


async def test_three_thousand_half_open_sockets_keep_nobody_out(
    csms: Csms, charge_point_id: str, others: Beats
) -> None:
    """They say nothing at all, and are let go when their time for a handshake is over."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    async with AsyncExitStack() as stack:
        for _ in range(3_000):
            await stack.enter_async_context(wire.connection(csms.ws))
        async with running.line(f"{csms.ws}/{charge_point_id}") as line:
            assert "currentTime" in await line.call("Heartbeat", {})
    assert others.slowest < SOON
