"""Frames that no WebSocket client should send, and such as are merely odd."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversations.running import Csms
from tests.hostile import wire
from tests.hostile.beating import Beats
from tests.hostile.effort import examples
from tests.hostile.wire import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Wire, frame, header

KIB = 1024
HEARTBEAT = b'[2,"1","Heartbeat",{}]'
pytestmark = pytest.mark.usefixtures("others")


@pytest.fixture
def url(csms: Csms, charge_point_id: str) -> str:
    return f"{csms.ws}/{charge_point_id}"


async def answered(wire: Wire) -> Any:
    """The next text, whatever pongs come before it."""
    while True:
        opcode, data = await wire.told()
        if opcode == TEXT:
            return json.loads(data)
        assert opcode == PONG


# RFC 6455 §5 and §7.4, and API Gateway's limits
FORBIDDEN = {
    "binary": (frame(BINARY, b"[]"), 1003),
    "unmasked": (frame(TEXT, HEARTBEAT, masked=False), 1002),
    "a reserved bit": (frame(TEXT, HEARTBEAT, reserved=4), 1002),
    "a reserved opcode": (frame(3, HEARTBEAT), 1002),
    "a reserved control opcode": (frame(11), 1002),
    "a continuation of nothing": (frame(CONTINUATION, HEARTBEAT), 1002),
    "a text inside a text": (frame(TEXT, b"[2", fin=False) + frame(TEXT, HEARTBEAT), 1002),
    "a binary inside a text": (frame(TEXT, b"[2", fin=False) + frame(BINARY), 1002),
    "a long ping": (frame(PING, b"x" * 126), 1002),
    "a ping in pieces": (frame(PING, b"x", fin=False), 1002),
    "a close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "a close with no code of a wire": (frame(CLOSE, (1005).to_bytes(2)), 1002),
    "a close whose reason is no text": (frame(CLOSE, (1000).to_bytes(2) + b"\xff"), 1007),
    "no UTF-8": (frame(TEXT, b'[2,"\xff"'), 1007),
    "half a surrogate pair": (frame(TEXT, b'[2,"\xed\xa0\x80","Heartbeat",{}]'), 1007),
    "half a letter": (frame(TEXT, b"\xc3", fin=False) + frame(CONTINUATION), 1007),
    "a frame over 32 KB": (frame(TEXT, b" " * (32 * KIB + 1)), 1009),
    "a frame that only says so": (header(0x81, 32 * KIB + 1), 1009),
    "a frame of 2**62 bytes": (header(0x81, 1 << 62), 1009),
    "a message over 128 KB": (
        frame(TEXT, b" " * 32 * KIB, fin=False) * 1
        + frame(CONTINUATION, b" " * 32 * KIB, fin=False) * 3
        + frame(CONTINUATION, b" "),
        1009,
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
async def test_what_is_forbidden_closes_its_own_connection(what: str, url: str) -> None:
    data, code = FORBIDDEN[what]
    async with wire.upgraded(url) as bad:
        await bad.say(data)
        assert await bad.ended() == code
    async with wire.upgraded(url) as again:
        await again.say(frame(TEXT, HEARTBEAT))
        assert (await answered(again))[:2] == [3, "1"]


ODD = {
    "a byte a frame": b"".join(
        frame(CONTINUATION if place else TEXT, HEARTBEAT[place : place + 1], fin=False)
        for place in range(len(HEARTBEAT))
    )
    + frame(CONTINUATION),
    "frames of nothing": frame(TEXT, fin=False)
    + frame(CONTINUATION, fin=False) * 500
    + frame(CONTINUATION, HEARTBEAT),
    "pings between the pieces": frame(TEXT, HEARTBEAT[:5], fin=False)
    + frame(PING, b"x" * 125)
    + frame(PONG)
    + frame(CONTINUATION, HEARTBEAT[5:]),
    "a letter in two frames": frame(TEXT, '[2,"ü'.encode()[:-1], fin=False)
    + frame(CONTINUATION, b"\xbc" + HEARTBEAT[4:].replace(b"1", b"", 1)),
    "pongs to no ping": frame(PONG, b"what?") * 100 + frame(TEXT, HEARTBEAT),
    "texts of nothing": frame(TEXT) * 100 + frame(TEXT, HEARTBEAT),
    "exactly 32 KB": frame(TEXT, HEARTBEAT.ljust(32 * KIB)),
    "exactly 128 KB": frame(TEXT, HEARTBEAT, fin=False)
    + frame(CONTINUATION, b" " * (32 * KIB - len(HEARTBEAT)), fin=False)
    + frame(CONTINUATION, b" " * 32 * KIB, fin=False) * 2
    + frame(CONTINUATION, b" " * 32 * KIB),
}


@pytest.mark.parametrize("what", ODD)
async def test_what_is_merely_odd_is_answered(what: str, url: str) -> None:
    async with wire.upgraded(url) as odd:
        await odd.say(ODD[what])
        kind, unique_id, result = await answered(odd)
    assert (kind, unique_id) == (3, "ü" if "letter" in what else "1")
    assert "currentTime" in result


@examples(40)
@given(
    length=st.sampled_from([32 * KIB, 128 * KIB]).flatmap(
        lambda limit: st.integers(limit - 2, limit + 2) | st.integers(1, 2 * limit)
    ),
    sizes=st.lists(st.sampled_from([32 * KIB - 1, 32 * KIB, 32 * KIB + 1, 1]), max_size=3),
)
async def test_the_limits_are_what_they_are_to_the_byte(
    length: int, sizes: list[int], url: str
) -> None:
    text = HEARTBEAT.ljust(length)
    pieces = [text[place : place + 32 * KIB] for place in range(0, len(text), 32 * KIB)]
    for size in sizes:  # the last piece, cut once more
        pieces[-1:] = [pieces[-1][:size], pieces[-1][size:]]
    data = b"".join(
        frame(CONTINUATION if place else TEXT, piece, fin=place == len(pieces) - 1)
        for place, piece in enumerate(pieces)
    )
    async with wire.upgraded(url) as client:
        await client.say(data)
        if len(text) > 128 * KIB:
            assert await client.ended() == 1009
        else:
            assert (await answered(client))[:2] == [3, "1"]


FRAMES = st.builds(
    frame,
    st.integers(0, 15),
    st.binary(max_size=130) | st.just(HEARTBEAT),
    fin=st.booleans(),
    reserved=st.sampled_from([0, 0, 0, 1, 4, 7]),
    masked=st.sampled_from([True, True, True, False]),
)
CODES = {1000, 1002, 1003, 1005, 1007, 1009, 1011}


@examples(100)
@given(data=st.lists(FRAMES | st.binary(max_size=60), max_size=8).map(b"".join))
async def test_no_bytes_disturb_anybody_else(data: bytes, url: str, others: Beats) -> None:
    async with wire.upgraded(url) as bad:
        await bad.say(data + frame(CLOSE, (1000).to_bytes(2)))
        bad.writer.write_eof()
        async with asyncio.timeout(wire.PATIENCE):
            assert await bad.ended() in CODES | {None}
