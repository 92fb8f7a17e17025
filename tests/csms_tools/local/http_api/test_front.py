"""What the HTTP API answers by itself, and what it leaves to its function."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from csms_tools.local.functions.lambda_service import FunctionError
from csms_tools.local.http_api import front
from csms_tools.local.http_api.front import LARGEST
from csms_tools.local.http_api.issuer import Issuer
from tests.csms_tools.local.http_api import support
from tests.csms_tools.local.http_api.support import ROUTES, Function, token


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
async def reached(
    tmp_path: Path, function: Function
) -> AsyncIterator[tuple[ClientSession, Issuer]]:
    async with support.front(tmp_path, function) as reached:
        yield reached


@pytest.fixture
def client(reached: tuple[ClientSession, Issuer]) -> ClientSession:
    return reached[0]


@pytest.fixture
def issuer(reached: tuple[ClientSession, Issuer]) -> Issuer:
    return reached[1]


def failing(kind: str) -> Function:
    def fail(_: dict[str, Any]) -> Any:
        raise FunctionError("Api", {"errorType": kind, "errorMessage": "no", "requestId": "1"})

    return Function(fail)


async def test_a_function_answers_and_api_gateway_adds_its_id(
    client: ClientSession, function: Function
) -> None:
    answer = await client.get("/charge-points")
    assert (answer.status, await answer.text()) == (200, "done")
    [event] = function.events
    assert answer.headers["Apigw-Requestid"] == event["requestContext"]["requestId"]
    assert re.fullmatch(r"[A-Za-z0-9+/]{15}=", answer.headers["Apigw-Requestid"])


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/docs", "GET /docs"),
        ("DELETE", "/open", "ANY /open"),
        ("POST", "/docs", "$default"),
        ("GET", "/docs/", "GET /docs"),
        ("GET", "/", "$default"),
        ("PATCH", "/charge-points", "$default"),
        ("OPTIONS", "/charge-points", "OPTIONS /{proxy+}"),
        ("OPTIONS", "/charge-points/CP1", "OPTIONS /{proxy+}"),
        ("OPTIONS", "/open", "ANY /open"),
        ("OPTIONS", "/", "$default"),
    ],
)
async def test_the_most_exact_route_is_taken(
    client: ClientSession, function: Function, method: str, path: str, key: str
) -> None:
    assert (await client.request(method, path)).status == 200
    assert function.events[0]["routeKey"] == key


async def test_where_no_route_leads_nothing_is_found(tmp_path: Path, function: Function) -> None:
    routes = {"GET /docs": ROUTES["GET /docs"]}
    async with support.front(tmp_path, function, routes) as (client, _):
        answer = await client.post("/docs")
        assert (answer.status, await answer.text()) == (404, '{"message":"Not Found"}')
    assert function.events == []


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "\xff"]
)
async def test_without_a_token_nobody_gets_in(
    client: ClientSession, function: Function, authorization: str
) -> None:
    answer = await client.get("/charge-points", headers={"Authorization": authorization})
    assert (answer.status, await answer.text()) == (401, '{"message":"Unauthorized"}')
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert function.events == []


async def test_why_a_token_is_refused_is_told_where_aws_tells_it(
    client: ClientSession, issuer: Issuer
) -> None:
    ended = token(issuer, at=datetime.now(UTC) - timedelta(hours=1))
    answer = await client.get("/", headers={"Authorization": f"Bearer {ended}"})
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer scope="" error="invalid_token" error_description="the token has expired"'
    )


async def test_a_token_passes_with_and_without_the_word_bearer(
    client: ClientSession, issuer: Issuer
) -> None:
    for kind in ("", "Bearer ", "bearer "):
        headers = {"Authorization": f"{kind}{token(issuer)}"}
        assert (await client.get("/", headers=headers)).status == 200


async def test_two_tokens_are_none(client: ClientSession, issuer: Issuer) -> None:
    two = [("Authorization", f"Bearer {token(issuer)}")] * 2
    assert (await client.get("/", headers=two)).status == 401


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("ValueError", 500, '{"message":"Internal Server Error"}'),
        ("Runtime.ExitError", 500, '{"message":"Internal Server Error"}'),
        ("Sandbox.Timedout", 503, '{"message":"Service Unavailable"}'),
    ],
)
async def test_a_function_that_fails_is_told_in_aws_words(
    tmp_path: Path, kind: str, status: int, text: str
) -> None:
    async with support.front(tmp_path, failing(kind)) as (client, _):
        answer = await client.get("/")
        assert (answer.status, await answer.text()) == (status, text)


async def test_a_function_that_takes_too_long_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Function):
        async def invoke(self, function_id: str, event: dict[str, Any]) -> Any:
            await asyncio.Event().wait()

    monkeypatch.setattr(front, "PATIENCE", 0.05)
    async with support.front(tmp_path, Slow()) as (client, _):
        answer = await client.get("/")
        assert (answer.status, await answer.text()) == (503, '{"message":"Service Unavailable"}')


async def test_an_answer_that_is_no_response_is_a_failure(tmp_path: Path) -> None:
    async with support.front(tmp_path, Function(lambda _: {"statusCode": "?"})) as (client, _):
        assert (await client.get("/")).status == 500


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [
        ("text/csv", 6 * 1024 * 1024, 200),
        ("text/csv", 6 * 1024 * 1024 + 1, 413),
        ("application/octet-stream", 5 * 1024 * 1024, 413),  # as Base64 it is larger
        ("text/csv", LARGEST + 1, 413),
    ],
)
async def test_what_is_too_large_for_lambda_is_refused(
    client: ClientSession, kind: str, size: int, status: int
) -> None:
    answer = await client.post("/", data=BytesIO(b"x" * size), headers={"Content-Type": kind})
    assert answer.status == status
    if status == 413:
        assert await answer.text() == '{"message":"Request Entity Too Large"}'


async def test_a_body_that_does_not_say_its_size_is_no_way_around(client: ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 1024 * 1024

    answer = await client.post("/", data=chunks(), headers={"Content-Type": "text/csv"})
    assert answer.status == 413
