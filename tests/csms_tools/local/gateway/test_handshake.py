"""What a charge point sees of the handshake, and what the functions see of it."""

import asyncio
import gc
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from csms_tools.local.gateway.handshake import EDGE
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import (
    ALLOW,
    CONNECTED,
    DENY,
    UPGRADE,
    FakeFunctions,
    fails,
)


async def refusal(desk: Desk, path: str = "/ocpp/CP001", **options: Any) -> tuple[int, Any, str]:
    with pytest.raises(InvalidStatus) as refused:
        await desk.connect(path, **options)
    response = refused.value.response
    return response.status_code, response.headers, (response.body or b"").decode()


async def test_the_subprotocol_is_exactly_what_connect_answered(desk: Desk) -> None:
    async with desk.connect(subprotocols=["ocpp1.5", "ocpp1.6"]) as client:
        assert client.subprotocol == "ocpp1.6"


async def test_no_subprotocol_is_chosen_where_connect_names_none(
    desk: Desk, functions: FakeFunctions
) -> None:
    functions.answers["Connect"] = {"statusCode": 200, "headers": {"X-Other": "lost"}}
    async with desk.connect() as client:
        assert client.subprotocol is None
        assert client.response is not None
        assert "X-Other" not in client.response.headers


async def test_a_refusal_by_connect_reaches_the_client_before_any_upgrade(
    desk: Desk, functions: FakeFunctions
) -> None:
    functions.answers["Connect"] = {
        "statusCode": 401,
        "headers": {"WWW-Authenticate": 'Basic realm="ocpp"', "X-Other": "lost"},
        "body": "who are you?",
    }
    status, headers, body = await refusal(desk)
    assert (status, body) == (401, "who are you?")
    assert headers["WWW-Authenticate"] == 'Basic realm="ocpp"'
    assert "X-Other" not in headers
    assert not functions.events("Disconnect")


@pytest.mark.parametrize(
    ("authorizer", "status"),
    [
        (DENY, 403),
        ({**ALLOW, "policyDocument": {"Statement": []}}, 403),
        (fails("Unauthorized"), 401),
        (fails("boom"), 500),
        ({"isAuthorized": True}, 500),
        ({**ALLOW, "context": {"nested": {}}}, 500),
        (None, 500),
    ],
)
async def test_without_a_yes_of_the_authorizer_connect_is_not_called(
    desk: Desk, functions: FakeFunctions, authorizer: Any, status: int
) -> None:
    functions.answers["Authorizer"] = authorizer
    assert (await refusal(desk))[0] == status
    assert not functions.events("Connect")


@pytest.mark.parametrize("answer", [fails(), None, {}, {"statusCode": "soon"}])
async def test_a_connect_function_that_fails_is_a_bad_gateway(
    desk: Desk, functions: FakeFunctions, answer: Any
) -> None:
    functions.answers["Connect"] = answer
    assert (await refusal(desk))[0] == 502


@pytest.mark.parametrize("path", ["/elsewhere/CP001", "/CP001", "/", "/ocpp"])
async def test_a_path_that_is_not_below_ocpp_has_no_identity(
    path: str, desk: Desk, functions: FakeFunctions
) -> None:
    functions.answers["Connect"] = {"statusCode": 404, "body": "unknown identity"}
    assert (await refusal(desk, path))[0] == 404
    [event] = functions.events("Connect")
    assert event["headers"]["x-ocpp-identity"] == ""


async def raw(desk: Desk, request: bytes) -> bytes:
    """All that comes back on a bare connection until it ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(request)
    try:
        async with asyncio.timeout(3):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_request_that_is_no_upgrade_calls_no_function(
    desk: Desk, functions: FakeFunctions
) -> None:
    answer = await raw(desk, b"GET /ocpp/CP001 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 426 ")
    assert not functions.calls


async def test_a_client_that_sends_no_request_is_cut(start_desk: StartDesk) -> None:
    desk = await start_desk(handshake_seconds=0.05)
    assert await raw(desk, UPGRADE[:-2]) == b""


async def test_a_frame_before_the_answer_ends_the_connection(desk: Desk) -> None:
    assert await raw(desk, UPGRADE + b"\x81\x82\x00\x00\x00\x00{}") == b""


@pytest.mark.parametrize("status", [200, 401])
async def test_what_is_no_frame_and_comes_before_the_answer_fails_nothing(
    desk: Desk, functions: FakeFunctions, status: int
) -> None:
    failed: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))
    functions.answers["Connect"] = CONNECTED | {"statusCode": status}
    assert await raw(desk, UPGRADE + b"\xff\xff\xff\xff") == b""
    gc.collect()
    assert failed == []


async def test_compression_is_never_agreed_to(desk: Desk) -> None:
    async with desk.connect(compression="deflate") as client:
        assert client.response is not None
        assert "Sec-WebSocket-Extensions" not in client.response.headers


async def test_functions_see_what_the_edge_made_of_the_request(
    desk: Desk, functions: FakeFunctions
) -> None:
    forged = {
        "X-Ocpp-Identity": "CP666",
        "X-Client-Cert-Present": "true",
        "CloudFront-Viewer-Cert-Present": "true",
        "CloudFront-Forwarded-Proto": "https",
        "X-Origin-Secret": "guessed",
        "Authorization": "Basic Q1AwMDE6",
    }
    async with desk.connect("/ocpp/CP%20001?a=1&a=2", additional_headers=forged):
        pass
    [authorizer], [connect] = functions.events("Authorizer"), functions.events("Connect")
    for event in authorizer, connect:
        headers = event["headers"]
        assert headers["x-ocpp-identity"] == "CP%20001"
        assert headers["x-ocpp-transport"] == "plain"
        assert headers["x-origin-secret"] == "only the edge knows"
        assert headers["authorization"] == "Basic Q1AwMDE6"
        assert headers["sec-websocket-protocol"] == "ocpp1.6"
        assert "x-client-cert-present" not in headers
        assert not [name for name in headers if name.lower().startswith("cloudfront-")]
        assert event["multiValueHeaders"]["x-ocpp-identity"] == ["CP%20001"]
        assert event["queryStringParameters"] == {"a": "2"}
        assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}


async def test_connect_gets_the_authorizers_context_as_strings(
    desk: Desk, functions: FakeFunctions
) -> None:
    functions.answers["Authorizer"] = {**ALLOW, "context": {"a": 2, "b": True, "c": "x"}}
    async with desk.connect():
        pass
    [event] = functions.events("Connect")
    authorizer = event["requestContext"]["authorizer"]
    assert isinstance(authorizer.pop("integrationLatency"), int)
    assert authorizer == {"principalId": "CP001", "a": "2", "b": "true", "c": "x"}


async def test_what_api_gateway_takes_for_the_source_is_the_edge(
    desk: Desk, functions: FakeFunctions
) -> None:
    async with desk.connect(additional_headers={"x-viewer-address": "192.0.2.99"}):
        [event] = functions.events("Connect")
    assert event["requestContext"]["identity"]["sourceIp"] == EDGE
    assert event["multiValueHeaders"]["X-Forwarded-For"] == [EDGE]
    assert event["multiValueHeaders"]["x-viewer-address"] == ["127.0.0.1"]
