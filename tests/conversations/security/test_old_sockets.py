"""Sockets that no longer count: superseded, or opened by what has changed since."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.protocol import State

from csms.credentials import hash_password
from tests.actions import PAYLOADS
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line, basic
from tests.stored import provision, refused_calls_of, transactions_of

AT_ONCE = 8
LONGEST = 14  # seconds until all but one are closed: the last try comes after ten
OLD = "a-password-of-ours"

_numbers = count(1)


def secured() -> str:
    """A charge point at security profile 1."""
    charge_point_id = f"OLD-{next(_numbers)}"
    provision(
        charge_point_id,
        security_profile=1,
        password_hash=hash_password(OLD),
        generation="the first",
    )
    return charge_point_id


@asynccontextmanager
async def opened(csms: Csms, charge_point_id: str) -> AsyncIterator[list[Line]]:
    """Of eight handshakes at once, the sockets that opened."""
    async with AsyncExitStack() as stack:

        async def one() -> Line | None:
            url, headers = f"{csms.ws}/{charge_point_id}", basic(charge_point_id, OLD)
            try:
                return await stack.enter_async_context(running.line(url, headers=headers))
            except InvalidStatus:  # a newer one was faster
                return None

        lines = await asyncio.gather(*(one() for _ in range(AT_ONCE)))
        yield [line for line in lines if line]


def still_open(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.socket.state is State.OPEN]


async def test_of_eight_handshakes_at_once_one_stays_and_none_once_the_password_has_changed(
    csms: Csms, store: None, operators: Operators
) -> None:
    """Both at a time, for each is a long wait."""
    await asyncio.gather(
        one_socket_stays(csms, secured()),
        none_stays_once_the_password_has_changed(csms, secured(), operators),
    )


async def one_socket_stays(csms: Csms, charge_point_id: str) -> None:
    async with opened(csms, charge_point_id) as lines:
        await asyncio.sleep(LONGEST)
        (line,) = still_open(lines)
        assert "currentTime" in await line.call("Heartbeat", {})


async def none_stays_once_the_password_has_changed(
    csms: Csms, charge_point_id: str, operators: Operators
) -> None:
    async with opened(csms, charge_point_id) as lines:
        assert lines
        path, body = f"/charge-points/{charge_point_id}", {"password": "another-password"}
        assert (await operators.ask("PATCH", path, body)).status == 200
        for line in still_open(lines):
            with suppress(ConnectionClosed):
                start = await line.call("StartTransaction", PAYLOADS["StartTransaction"])
                assert start == "SecurityError"
        await asyncio.sleep(LONGEST)
        assert still_open(lines) == []
    assert transactions_of(charge_point_id) == []
    assert refused_calls_of(charge_point_id) == []
