"""From a frame to a function, and what API Gateway says itself when that cannot be."""

import asyncio
import json
import socket
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import (
    DONE,
    HEARTBEAT,
    UPGRADE,
    Event,
    FakeFunctions,
    fails,
)

KIB = 1024


async def close_code(client: ClientConnection) -> int:
    """How the server ended it."""
    with pytest.raises(ConnectionClosed) as closed:
        async with asyncio.timeout(3):
            await client.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_a_message_reaches_its_routes_function_with_the_authorizers_context(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        [event] = await functions.called("Heartbeat")
    assert event["body"] == HEARTBEAT
    assert event["requestContext"]["routeKey"] == "Heartbeat"
    assert event["requestContext"]["eventType"] == "MESSAGE"
    assert event["requestContext"]["authorizer"]["chargePointId"] == "CP001"


async def test_what_no_route_takes_goes_to_default(desk: Desk, functions: FakeFunctions) -> None:
    async with desk.connect() as client:
        await client.send("not even JSON")
        [event] = await functions.called("Default")
    assert event["requestContext"]["routeKey"] == "$default"


async def test_a_reserved_key_as_action_is_a_message_for_default(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        await client.send('[2,"1","$connect",{}]')
        await functions.called("Default")
    assert len(functions.events("Connect")) == 1


async def test_a_reserved_key_can_be_let_through_as_a_message(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(reserved_keys_select_routes=True)
    async with desk.connect() as client:
        await client.send('[2,"1","$connect",{}]')
        _, message = await functions.called("Connect", 2)
    assert message["requestContext"]["eventType"] == "MESSAGE"
    assert message["requestContext"]["routeKey"] == "$connect"


async def test_a_function_that_fails_leaves_an_error_object_on_the_socket(
    desk: Desk, functions: FakeFunctions
) -> None:
    functions.answers["Heartbeat"] = fails()
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        told = json.loads(await client.recv())
        [event] = functions.events("Heartbeat")
    assert set(told) == {"message", "connectionId", "requestId"}
    assert told["message"] == "Internal server error"
    assert told["connectionId"] == event["requestContext"]["connectionId"]


async def test_a_function_that_takes_too_long_is_given_up(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(integration_seconds=0.05)
    functions.answers["Heartbeat"] = lambda event: asyncio.sleep(10)
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        assert json.loads(await client.recv())["message"] == "Endpoint request timed out"


async def test_without_a_default_route_an_unknown_action_is_forbidden(
    start_desk: StartDesk,
) -> None:
    desk = await start_desk({"$connect": "Connect"})
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        assert json.loads(await client.recv())["message"] == "Forbidden"


async def test_messages_of_one_connection_run_side_by_side(
    desk: Desk, functions: FakeFunctions
) -> None:
    both = asyncio.Barrier(2)

    async def meet(event: Event) -> Any:
        await both.wait()
        return DONE

    functions.answers["Heartbeat"] = meet
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        await client.send(HEARTBEAT)
        async with asyncio.timeout(3):
            await functions.called("Heartbeat", 2)


async def test_a_message_that_was_sent_before_the_close_still_counts(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
    assert len(await functions.called("Heartbeat")) == 1


async def test_a_message_of_128_kib_in_frames_of_32_kib_passes(
    desk: Desk, functions: FakeFunctions
) -> None:
    text = "x" * (32 * KIB)
    async with desk.connect() as client:
        await client.send([text] * 4)
        [event] = await functions.called("Default")
    assert event["body"] == text * 4


@pytest.mark.parametrize(
    "message",
    [
        "x" * (32 * KIB + 1),
        ["x" * (32 * KIB)] * 4 + ["x"],
    ],
    ids=["frame", "message"],
)
async def test_what_is_over_the_limits_closes_the_socket(
    desk: Desk, functions: FakeFunctions, message: str | list[str]
) -> None:
    async with desk.connect() as client:
        await client.send(message)
        assert await close_code(client) == 1009
        assert not functions.events("Default")
        [event] = await functions.called("Disconnect")
    assert event["requestContext"]["disconnectStatusCode"] == 1009


async def test_the_client_learns_why_even_while_it_is_still_sending(desk: Desk) -> None:
    async with desk.connect() as client:
        sending = asyncio.create_task(client.send("x" * 2_000_000))
        assert await close_code(client) == 1009
        await asyncio.wait([sending])
        sending.exception()


async def test_a_client_that_looks_late_still_learns_why(desk: Desk) -> None:
    loop = asyncio.get_running_loop()
    with socket.create_connection(("127.0.0.1", desk.port)) as client:
        client.setblocking(False)
        await loop.sock_sendall(client, UPGRADE)
        assert (await loop.sock_recv(client, 65536)).endswith(b"\r\n\r\n")
        await loop.sock_sendall(client, b"\x81\xff" + (1_000_000).to_bytes(8) + bytes(4))
        for _ in range(3):  # a socket closed by then would reset, and take its close frame back
            await asyncio.sleep(0.02)
            await loop.sock_sendall(client, bytes(10_000))
        await asyncio.sleep(0.02)
        async with asyncio.timeout(3):
            frame = await loop.sock_recv(client, 65536)
    assert (frame[0], int.from_bytes(frame[2:4])) == (0x88, 1009)


async def test_the_limit_is_in_bytes_not_in_letters(desk: Desk) -> None:
    async with desk.connect() as client:
        await client.send("ü" * (16 * KIB + 1))
        assert await close_code(client) == 1009


async def test_binary_frames_are_refused_as_api_gateway_refuses_them(desk: Desk) -> None:
    async with desk.connect() as client:
        await client.send(b"[]")
        assert await close_code(client) == 1003


async def test_text_that_is_no_utf8_closes_the_socket(desk: Desk) -> None:
    async with desk.connect() as client:
        await client.send(b"\xff\xfe", text=True)
        assert await close_code(client) == 1007


async def test_a_ping_is_answered(desk: Desk) -> None:
    async with desk.connect() as client:
        pong = await client.ping()
        async with asyncio.timeout(3):
            assert await pong >= 0
