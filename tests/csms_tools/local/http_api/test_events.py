"""What a function is told of a request: payload format 2.0."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from yarl import URL

from csms_tools.local.http_api.events import spelled
from tests.csms_tools.local.http_api import support
from tests.csms_tools.local.http_api.support import Function

OF_AN_EVENT = {
    "version",
    "routeKey",
    "rawPath",
    "rawQueryString",
    "headers",
    "requestContext",
    "isBase64Encoded",
}


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
async def client(tmp_path: Path, function: Function) -> AsyncIterator[ClientSession]:
    async with support.front(tmp_path, function) as (client, _):
        yield client


async def told(client: ClientSession, function: Function, **request: Any) -> dict[str, Any]:
    given = {"method": "GET", "url": "/charge-points"} | request
    async with client.request(**given) as answer:
        assert answer.status == 200
    return function.events[-1]


async def test_a_request_without_query_cookies_and_body_has_none_of_them(
    client: ClientSession, function: Function
) -> None:
    event = await told(client, function)
    assert {*event} == OF_AN_EVENT
    assert (event["version"], event["routeKey"]) == ("2.0", "$default")
    assert (event["rawPath"], event["rawQueryString"]) == ("/charge-points", "")
    assert event["isBase64Encoded"] is False


async def test_the_context_tells_of_request_and_time(
    client: ClientSession, function: Function
) -> None:
    event = await told(client, function, method="PATCH", headers={"User-Agent": "desk"})
    context = event["requestContext"]
    assert context["http"] == {
        "method": "PATCH",
        "path": "/charge-points",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "desk",
    }
    assert (context["stage"], context["routeKey"], context["apiId"]) == (
        "$default",
        "$default",
        "api",
    )
    assert context["domainName"] == event["headers"]["host"]
    assert abs(context["timeEpoch"] / 1000 - time.time()) < 60
    assert time.strptime(context["time"], "%d/%b/%Y:%H:%M:%S +0000")


async def test_claims_are_strings_whatever_they_were(
    client: ClientSession, function: Function
) -> None:
    jwt = (await told(client, function))["requestContext"]["authorizer"]["jwt"]
    assert jwt["scopes"] is None
    assert jwt["claims"]["cognito:groups"] == "[operator]"
    assert jwt["claims"]["sub"] == "Ada"
    assert jwt["claims"]["exp"].isdecimal()


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (["viewer", "admin"], "[viewer admin]"),
        ([], "[]"),
        (True, "true"),
        (7, "7"),
        ({"b": 1, "a": [2]}, "map[a:[2] b:1]"),
    ],
)
def test_a_claim_is_spelled_as_api_gateway_does(claim: object, text: str) -> None:
    assert spelled(claim) == text


async def test_a_route_that_asks_nobody_tells_of_no_claims(
    client: ClientSession, function: Function
) -> None:
    event = await told(client, function, url="/docs")
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "GET /docs"
    assert "authorizer" not in event["requestContext"]


async def test_the_query_is_told_raw_and_taken_apart(
    client: ClientSession, function: Function
) -> None:
    url = URL("/x?status=a&status=b%20c&empty=&plus=1+2", encoded=True)
    event = await told(client, function, url=url)
    assert event["rawQueryString"] == "status=a&status=b%20c&empty=&plus=1+2"
    assert event["queryStringParameters"] == {"status": "a,b c", "empty": "", "plus": "1 2"}


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/a%20b", "/a b"),
        ("/a%2Fb", "/a/b"),
        ("/%C3%A9", "/é"),
        ("/%FF", "/\N{REPLACEMENT CHARACTER}"),
        ("/a%3Fb", "/a"),
        ("/docs/", "/docs/"),
    ],
)
async def test_the_raw_path_is_decoded_as_aws_does(
    client: ClientSession, function: Function, sent: str, path: str
) -> None:
    event = await told(client, function, url=URL(sent, encoded=True))
    assert (event["rawPath"], event["requestContext"]["http"]["path"]) == (path, path)


async def test_headers_are_lower_case_and_those_of_one_name_joined(
    client: ClientSession, function: Function
) -> None:
    headers = [("X-Two", "a"), ("X-Two", "b"), ("If-Match", '"1"'), ("X-Forwarded-For", "10.0.0.1")]
    told_headers = (await told(client, function, headers=headers))["headers"]
    assert (told_headers["x-two"], told_headers["if-match"]) == ("a,b", '"1"')
    assert told_headers["x-forwarded-for"] == "10.0.0.1, 127.0.0.1"
    assert all(name == name.lower() for name in told_headers)


async def test_cookies_stand_by_themselves(client: ClientSession, function: Function) -> None:
    event = await told(client, function, headers={"Cookie": "a=1; b=2"})
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]


@pytest.mark.parametrize("kind", ["application/json", "text/csv; charset=utf-8", "Application/XML"])
async def test_text_comes_as_it_is(client: ClientSession, function: Function, kind: str) -> None:
    event = await told(
        client, function, method="POST", data="é".encode(), headers={"Content-Type": kind}
    )
    assert (event["body"], event["isBase64Encoded"]) == ("é", False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/octet-stream"},
        {"Content-Type": "application/merge-patch+json"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain", "Content-Encoding": "br"},
    ],
)
async def test_all_else_comes_as_base64(
    client: ClientSession, function: Function, headers: dict[str, str]
) -> None:
    event = await told(client, function, method="POST", data=b"\xff\x00", headers=headers)
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\xff\x00"


async def test_what_is_no_utf8_can_be_told_as_json(
    client: ClientSession, function: Function
) -> None:
    address = urlsplit(str(client._base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"GET /docs HTTP/1.1\r\nHost: desk\r\nX-Odd: \xff\r\nConnection: close\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()
    assert function.events[0]["headers"]["x-odd"] == "\N{REPLACEMENT CHARACTER}"
