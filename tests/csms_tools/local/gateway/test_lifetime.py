"""How connections end: cut, closed, dropped, and what $disconnect is told."""

import asyncio
import gc
from typing import Any
from weakref import WeakSet

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.server import ServerProtocol

from csms_tools.local.gateway import sockets
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import HEARTBEAT, FakeFunctions
from tests.csms_tools.local.gateway.test_messages import close_code


async def told(functions: FakeFunctions) -> tuple[int, str]:
    [event] = await functions.called("Disconnect")
    context: dict[str, Any] = event["requestContext"]
    assert context["authorizer"]["chargePointId"] == "CP001"
    return context["disconnectStatusCode"], context["disconnectReason"]


async def test_an_idle_connection_is_cut(start_desk: StartDesk, functions: FakeFunctions) -> None:
    desk = await start_desk(idle_seconds=0.1)
    async with desk.connect() as client:
        assert await close_code(client) == 1001
    assert await told(functions) == (1001, "Going away")


async def test_messages_put_off_the_idle_cut(start_desk: StartDesk) -> None:
    desk = await start_desk(idle_seconds=0.4)
    async with desk.connect() as client:
        for _ in range(6):
            await asyncio.sleep(0.1)
            await client.send(HEARTBEAT)
        assert client.close_code is None


async def test_pings_do_not_put_it_off(start_desk: StartDesk) -> None:
    desk = await start_desk(idle_seconds=0.2)
    async with desk.connect() as client:

        async def ping() -> None:
            while True:
                await client.ping()
                await asyncio.sleep(0.02)

        with pytest.raises(ConnectionClosed) as closed:
            async with asyncio.timeout(3):
                await ping()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001


async def test_pings_put_it_off_if_aws_turns_out_to_do_so(start_desk: StartDesk) -> None:
    desk = await start_desk(idle_seconds=0.4, ping_resets_idle=True)
    async with desk.connect() as client:
        for _ in range(6):
            await asyncio.sleep(0.1)
            await client.ping()
        assert client.close_code is None


async def test_a_connection_is_cut_after_its_time_however_busy(start_desk: StartDesk) -> None:
    desk = await start_desk(connection_seconds=0.2)
    async with desk.connect() as client:
        for _ in range(3):
            await client.send(HEARTBEAT)
            await asyncio.sleep(0.05)
        assert await close_code(client) == 1001


@pytest.mark.parametrize(
    ("code", "reason", "seen"),
    [
        (1000, "", (1000, "")),
        (4001, "bye", (4001, "bye")),
        (None, "", (1005, "Client-side close frame status not set")),
    ],
)
async def test_the_clients_own_close_is_told(
    desk: Desk, functions: FakeFunctions, code: int | None, reason: str, seen: Any
) -> None:
    async with desk.connect() as client:
        client.protocol.send_close(code, reason)
        client.send_data()
        await client.wait_closed()
    assert await told(functions) == seen


async def test_a_dropped_connection_is_told_as_1006(desk: Desk, functions: FakeFunctions) -> None:
    async with desk.connect() as client:
        client.transport.abort()
        assert await told(functions) == (1006, "")
    assert len(desk.gateway.clients) == 0


async def test_a_client_that_never_answers_our_close_is_dropped(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(idle_seconds=0.05, closing_seconds=0.05)
    async with desk.connect() as client:
        client.transport.pause_reading()
        assert await told(functions) == (1001, "Going away")
        client.transport.abort()


async def test_a_failing_disconnect_function_disturbs_nobody(
    desk: Desk, functions: FakeFunctions
) -> None:
    del functions.answers["Disconnect"]
    functions.answers["Disconnect"] = lambda event: asyncio.sleep(0)
    async with desk.connect():
        pass
    await functions.called("Disconnect")
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        await functions.called("Heartbeat")


async def test_stopping_says_going_away_and_lets_disconnect_run(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as one, desk.connect() as two:
        stopping = asyncio.create_task(desk.gateway.stop())
        assert await close_code(one) == await close_code(two) == 1001
        await stopping
    assert len(functions.events("Disconnect")) == 2
    with pytest.raises(OSError, match=r"refused|failed"):
        await desk.connect()


async def test_stopping_waits_for_no_client_that_has_not_come_to_the_point(desk: Desk) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(b"GET ")
    await asyncio.sleep(0.01)
    async with asyncio.timeout(1):
        await desk.gateway.stop()
    async with asyncio.timeout(1):
        assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("politely", [True, False])
async def test_what_has_ended_waits_for_no_collection_of_garbage(
    politely: bool, desk: Desk, functions: FakeFunctions, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: WeakSet[ServerProtocol] = WeakSet()

    class Noted(ServerProtocol):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            there.add(self)

    monkeypatch.setattr(sockets, "ServerProtocol", Noted)
    gc.disable()
    try:
        async with desk.connect() as client:
            await client.send(HEARTBEAT)
            await functions.called("Heartbeat")
            assert len(there) == len(desk.gateway._sockets) == 1
            if not politely:
                client.transport.abort()
        await told(functions)
        await asyncio.sleep(0.05)
        assert len(there) == len(desk.gateway._sockets) == 0
    finally:
        gc.enable()
