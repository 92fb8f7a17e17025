"""What the listener beside the sockets answers to whoever is no function."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from csms_tools.local.api import application
from csms_tools.local.gateway import Gateway
from tests.csms_tools.local.gateway.support import FakeFunctions


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    gateway = Gateway(
        FakeFunctions(),
        routes={},
        authorizer=None,
        route_selection_expression="$request.body.[2]",
    )
    runner = web.AppRunner(application(gateway, lambda: {"status": "ok"}))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}") as client:
        yield client
    await runner.cleanup()


async def test_health_is_json(client: ClientSession) -> None:
    answer = await client.get("/health")
    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/@connections", 404), ("POST", "/health", 405)],
)
async def test_all_else_is_a_problem(
    client: ClientSession, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.content_type == "application/problem+json"
    problem = await answer.json()
    assert (answer.status, problem["status"], problem["instance"]) == (status, status, path)
    assert problem["title"]


async def test_an_unknown_connection_is_gone_in_aws_words(
    client: ClientSession,
) -> None:
    answer = await client.post("/@connections/unheard-of=", data=b"[]")
    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (410, "GoneException")
