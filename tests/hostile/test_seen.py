"""What was refused, closed or ignored: an operator finds it, each with its reason."""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from csms.credentials import hash_password
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import CSMS, PATIENCE, Csms, basic
from tests.hostile import wire
from tests.hostile.wire import BINARY, CLOSE, TEXT, Wire, frame, request
from tests.stored import provision, set_registration

HEARTBEAT = b'[2,"1","Heartbeat",{}]'

Shown = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
async def shown(csms: Csms) -> AsyncIterator[Shown]:
    """A list of the operators' API; with `least` as soon as there is so much.

    $disconnect is told behind the close.
    """
    async with Operators.of(csms) as operators:

        async def shown(path: str, least: int = 0, **query: Any) -> list[dict[str, Any]]:
            async with asyncio.timeout(PATIENCE):
                while True:
                    reply = await operators.ask("GET", path, **query)
                    assert reply.status == 200, reply.body
                    items: list[dict[str, Any]] = reply.body["items"]
                    if len(items) >= least:
                        return items
                    await asyncio.sleep(0.05)

        yield shown


def typed(csms: Csms, *words: str) -> str:
    """What `csms` prints."""
    done = subprocess.run(
        [CSMS, *words, "--api", csms.api],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout


@pytest.fixture
def own(charge_point_id: str) -> str:
    return f"/charge-points/{charge_point_id}"


@pytest.fixture
def url(csms: Csms, charge_point_id: str) -> str:
    return f"{csms.ws}/{charge_point_id}"


async def knocks(url: str, headers: Mapping[str, str | None] | None = None) -> int:
    """The HTTP status of the answer."""
    async with wire.connection(url) as client:
        await client.say(request(urlsplit(url).path, **(headers or {})))
        async with asyncio.timeout(PATIENCE):
            answer = await client.reader.readexactly(12)
        return int(answer[9:])


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        (None, "no subprotocol is offered"),
        ("ocpp1.6J", "no subprotocol ocpp1.6 among ocpp1.6J"),
        ("ocpp2.0.1, ocpp1.5", "no subprotocol ocpp1.6 among ocpp2.0.1, ocpp1.5"),
    ],
)
async def test_a_wrong_subprotocol_is_in_the_security_events_and_in_the_log(
    offer: str | None, reason: str, url: str, own: str, shown: Shown
) -> None:
    assert await knocks(url, {"Sec_WebSocket_Protocol": offer}) == 400
    (event,) = await shown(f"{own}/security-events")
    assert (event["type"], event["reason"], event["tries"]) == ("HandshakeRefused", reason, 1)
    (line,) = await shown(f"{own}/messages")
    assert line["error"] == f"handshake refused: 400 {reason}"
    assert event in await shown("/security-events")


async def test_a_wrong_key_is_in_the_security_events_and_in_the_log(
    url: str, charge_point_id: str, own: str, shown: Shown
) -> None:
    password_hash = hash_password("a-password-of-ours")
    provision(charge_point_id, security_profile=1, password_hash=password_hash)
    assert await knocks(url, basic(charge_point_id, "a-guess-of-others")) == 401
    (event,) = await shown(f"{own}/security-events")
    assert (event["type"], event["reason"]) == ("FailedToAuthenticate", "wrong credentials")
    (line,) = await shown(f"{own}/messages")
    assert line["error"] == "handshake refused: 401 wrong credentials"


@pytest.mark.parametrize(
    ("path", "identity", "reason"),
    [
        ("/ocpp/STRANGER-1", "STRANGER-1", "unknown identity"),
        ("/ocpp/STRANGER-%", "STRANGER-%", "no identity in its path"),
        ("/elsewhere/STRANGER-2", "(none)", "no identity in its path"),
    ],
)
@pytest.mark.usefixtures("store")
async def test_a_wrong_path_or_an_unknown_identity_is_in_the_inbox(
    path: str, identity: str, reason: str, csms: Csms, shown: Shown
) -> None:
    assert await knocks(csms.ws.removesuffix("/ocpp") + path) == 404
    reasons = {one["identity"]: one["reason"] for one in await shown("/inbox", limit=200)}
    assert reasons[identity] == reason


CLOSED = {
    "compressed": (frame(TEXT, HEARTBEAT, reserved=4), "1002 reserved bits must be 0"),
    "binary": (frame(BINARY, HEARTBEAT), "1003 Binary frames are not supported"),
    "Latin-1": (frame(TEXT, '[2,"ü"'.encode("latin-1")), "1007 "),
    "oversized": (frame(TEXT, b" " * 33_000), "1009 "),
}


@pytest.mark.parametrize("what", CLOSED)
async def test_a_frame_that_closes_the_socket_is_in_the_log_and_in_the_security_events(
    what: str, url: str, own: str, shown: Shown
) -> None:
    data, reason = CLOSED[what]
    async with wire.upgraded(url) as bad:
        await bad.say(data)
        assert await bad.ended() == int(reason[:4])
    (event,) = await shown(f"{own}/security-events", least=1)
    assert event["type"] == "ConnectionClosed"
    assert event["reason"].startswith(f"connection closed: {reason}")
    (line,) = await shown(f"{own}/messages")
    assert line["error"] == event["reason"]


async def test_they_are_shown_at_a_terminal(
    csms: Csms, url: str, charge_point_id: str, own: str, shown: Shown
) -> None:
    await knocks(url, {"Sec_WebSocket_Protocol": None})
    async with wire.upgraded(url) as bad:
        await bad.say(frame(BINARY, HEARTBEAT))
        await bad.ended()
    closed, refused = await shown(f"{own}/security-events", least=2)
    for words in ([charge_point_id], ["--since", refused["at"]]):
        listed = typed(csms, "security-events", *words, "--all")
        first, second = (listed.index(one["reason"]) for one in (closed, refused))
        assert first < second, "the newest first"
    before = typed(csms, "security-events", "--until", "2026-01-02T00:00:00Z", "--json")
    assert json.loads(before) == []
    lines = typed(csms, "log", charge_point_id).splitlines()
    assert [line.partition("  ! ")[2] for line in lines] == [
        "handshake refused: 400 no subprotocol is offered",
        "connection closed: 1003 Binary frames are not supported",
    ]


def until_it_asks(pid: int) -> None:
    """Returns once the process has a socket open."""
    over = time.monotonic() + PATIENCE
    while not any(target(each).startswith("socket:") for each in Path(f"/proc/{pid}/fd").iterdir()):
        assert time.monotonic() < over
        time.sleep(0.05)


def target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""


async def test_they_are_followed_at_a_terminal(
    csms: Csms, url: str, charge_point_id: str, own: str, shown: Shown
) -> None:
    words = ["security-events", charge_point_id, "--follow", "--api", csms.api]
    follower = await asyncio.create_subprocess_exec(CSMS, *words, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.to_thread(
                until_it_asks, follower.pid
            )  # what came before it began is not followed
            await knocks(url, {"Sec_WebSocket_Protocol": None})
            assert follower.stdout
            line = (await follower.stdout.readline()).decode()
    finally:
        follower.terminate()
        await follower.wait()
    assert f"   {charge_point_id}  HandshakeRefused  127.0.0.1  no subprotocol is offered\n" in line


async def test_a_socket_that_closes_as_it_should_leaves_a_line_alone(
    url: str, own: str, shown: Shown
) -> None:
    async with wire.upgraded(url) as client:
        await client.say(frame(CLOSE, (1000).to_bytes(2)))
        await client.ended()
    (line,) = await shown(f"{own}/messages", least=1)
    assert line["error"].startswith("connection closed: 1000")
    assert await shown(f"{own}/security-events") == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "the frame is not JSON"),
        (b"hello", "the frame is not JSON"),
        (b'[1,"7",{}]', "message type 1 of an unknown shape"),
        (b'[3,"nobody",{}]', "it answers no call of ours"),
    ],
)
async def test_a_frame_that_is_ignored_is_in_the_log_with_its_reason(
    said: bytes, reason: str, url: str, own: str, shown: Shown
) -> None:
    async with wire.upgraded(url) as client:
        await client.say(frame(TEXT, said))
        (line,) = await shown(f"{own}/messages", least=1)
    assert (line["frame"], line["error"]) == (said.decode(), f"ignored: {reason}")


async def beats(client: Wire) -> None:
    await client.say(frame(TEXT, HEARTBEAT))
    opcode, answer = await client.told()
    assert opcode == TEXT
    assert b"currentTime" in answer


async def test_one_that_hangs_until_it_is_cut_is_a_problem_until_it_speaks_again(
    url: str, charge_point_id: str, own: str, shown: Shown
) -> None:
    set_registration(charge_point_id, "Accepted", interval=1)
    async with wire.upgraded(url) as client:
        await beats(client)
        assert await client.ended() == 1001
    (problem,) = await shown(f"{own}/problems", least=1)
    assert problem["problem"] == "Silent"
    assert "Reset" in problem["remedy"]
    assert problem in await shown("/problems")
    async with wire.upgraded(url) as client:
        await beats(client)
        assert await shown(f"{own}/problems") == []


async def test_one_that_boots_without_end_is_a_problem(
    csms: Csms, url: str, charge_point_id: str, own: str, shown: Shown
) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    async with running.line(url) as line:
        for _ in range(6):
            await line.call("BootNotification", boot)
    (problem,) = await shown(f"{own}/problems", least=1)
    assert (problem["problem"], problem["times"]) == ("BootsOften", 6)
    assert problem["remedy"] in typed(csms, "problems", charge_point_id)


@pytest.mark.parametrize("politely", [True, False])
async def test_one_that_connects_without_end_is_a_problem(
    politely: bool, url: str, own: str, shown: Shown
) -> None:
    for _ in range(21):
        async with wire.upgraded(url) as client:
            if politely:
                await client.say(frame(CLOSE, (1000).to_bytes(2)))
                await client.ended()
    (problem,) = await shown(f"{own}/problems", least=1)
    assert problem["problem"] == "ConnectsOften"
    assert problem["times"] >= 21
