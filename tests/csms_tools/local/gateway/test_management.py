"""@connections, through boto3 as the handlers use it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from csms_tools.local.gateway.handshake import EDGE
from csms_tools.local.gateway.sockets import Socket
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import CONNECTED, Event, FakeFunctions, connection_id
from tests.csms_tools.local.gateway.test_messages import close_code

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

KIB = 1024


def client_of(desk: Desk) -> "ApiGatewayManagementApiClient":
    return boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=f"http://127.0.0.1:{desk.management_port}",
        region_name="eu-west-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )


async def code_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(ClientError) as failed:
        await asyncio.to_thread(call, **arguments)
    code: str = failed.value.response["Error"]["Code"]
    return code


async def test_what_is_posted_arrives_as_one_text_message(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        [event] = await functions.called("Connect")
        await asyncio.to_thread(
            client_of(desk).post_to_connection,
            ConnectionId=connection_id(event),
            Data='[3,"ü",{}]'.encode(),
        )
        assert await client.recv() == '[3,"ü",{}]'


async def test_a_large_post_is_split_into_frames(desk: Desk, functions: FakeFunctions) -> None:
    async with desk.connect() as client:
        [event] = await functions.called("Connect")
        data = b"x" * (128 * KIB)
        await asyncio.to_thread(
            client_of(desk).post_to_connection, ConnectionId=connection_id(event), Data=data
        )
        sizes = [len(frame) async for frame in client.recv_streaming()]
    assert sizes == [32 * KIB] * 4


@pytest.mark.parametrize("size", [128 * KIB + 1, 2048 * KIB])
async def test_a_post_over_the_limit_is_refused(
    desk: Desk, functions: FakeFunctions, size: int
) -> None:
    async with desk.connect():
        [event] = await functions.called("Connect")
        post = client_of(desk).post_to_connection
        arguments = {"ConnectionId": connection_id(event), "Data": b"x" * size}
        assert await code_of(post, **arguments) == "PayloadTooLargeException"


async def test_a_closed_connection_is_gone(desk: Desk, functions: FakeFunctions) -> None:
    async with desk.connect():
        pass
    [event] = await functions.called("Disconnect")
    api, identifier = client_of(desk), connection_id(event)
    with pytest.raises(api.exceptions.GoneException):
        await asyncio.to_thread(api.post_to_connection, ConnectionId=identifier, Data=b"[]")
    assert await code_of(api.get_connection, ConnectionId=identifier) == "GoneException"
    assert await code_of(api.delete_connection, ConnectionId=identifier) == "GoneException"
    assert await code_of(api.get_connection, ConnectionId="unheard-of") == "GoneException"


async def test_a_post_while_connect_is_still_running_is_gone(
    desk: Desk, functions: FakeFunctions
) -> None:
    async def connect(event: Event) -> Any:
        post = client_of(desk).post_to_connection
        code = await code_of(post, ConnectionId=connection_id(event), Data=b"[]")
        return CONNECTED if code == "GoneException" else {"statusCode": 500}

    functions.answers["Connect"] = connect
    async with desk.connect():
        pass


async def test_a_connection_can_be_looked_at(desk: Desk, functions: FakeFunctions) -> None:
    async with desk.connect(user_agent_header="charger/1.0"):
        [event] = await functions.called("Connect")
        seen = await asyncio.to_thread(
            client_of(desk).get_connection, ConnectionId=connection_id(event)
        )
    assert seen["Identity"] == {"SourceIp": EDGE, "UserAgent": "charger/1.0"}
    for moment in seen["ConnectedAt"], seen["LastActiveAt"]:
        assert abs(moment - datetime.now(UTC)) < timedelta(seconds=5)


async def test_deleting_a_connection_closes_it_normally(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect() as client:
        [event] = await functions.called("Connect")
        await asyncio.to_thread(
            client_of(desk).delete_connection, ConnectionId=connection_id(event)
        )
        assert await close_code(client) == 1000
    [event] = await functions.called("Disconnect")
    assert event["requestContext"]["disconnectStatusCode"] == 1000
    assert event["requestContext"]["disconnectReason"] == "Connection Closed Normally"


async def test_a_connection_is_gone_as_soon_as_it_is_deleted(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(closing_seconds=5)
    async with desk.connect() as client:
        client.transport.pause_reading()  # so that it does not answer the close
        [event] = await functions.called("Connect")
        api, identifier = client_of(desk), connection_id(event)
        await asyncio.to_thread(api.delete_connection, ConnectionId=identifier)
        assert await code_of(api.get_connection, ConnectionId=identifier) == "GoneException"
        assert not functions.events("Disconnect")
        client.transport.abort()


async def test_a_client_that_reads_nothing_is_full_and_then_cut(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk = await start_desk(unread_bytes=64 * KIB, unread_seconds=0.2)
    async with desk.connect() as client, desk.connect("/ocpp/CP002") as other:
        identifier, others = map(connection_id, await functions.called("Connect", 2))
        client.transport.pause_reading()
        socket = desk.gateway.clients[identifier].socket
        assert isinstance(socket, Socket)
        api = client_of(desk)
        codes = set()
        for _ in range(200):
            try:
                await asyncio.to_thread(
                    api.post_to_connection, ConnectionId=identifier, Data=b"x" * 100 * KIB
                )
            except ClientError as error:
                codes.add(error.response["Error"]["Code"])
                break
        assert codes == {"LimitExceededException"}
        assert socket.transport.get_write_buffer_size() < 200 * KIB
        await asyncio.to_thread(api.post_to_connection, ConnectionId=others, Data=b"[]")
        assert await other.recv() == "[]"
        [event] = await functions.called("Disconnect")
        assert connection_id(event) == identifier
        assert await code_of(api.get_connection, ConnectionId=identifier) == "GoneException"
        client.transport.abort()
