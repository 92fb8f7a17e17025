"""What the listener beside the sockets answers: the operators' API, and what begins with /@."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from csms_tools.local.api import application
from csms_tools.local.http_api.front import Front
from csms_tools.local.http_api.issuer import Issuer, Terms
from csms_tools.local.stack.http_routes import HttpApi, Route
from tests.csms_tools.local.gateway.support import FakeFunctions

ISSUER = "http://127.0.0.1:8080/@issuer"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[ClientSession]:
    functions = FakeFunctions()
    functions.answers["Api"] = lambda event: {"path": event["rawPath"]}
    front = Front(HttpApi("api", {"$default": Route("$default", "Api", None)}), functions, {})
    issuer = Issuer.open(tmp_path, Terms(ISSUER, "csms", "roles"))
    runner = web.AppRunner(application(front, issuer, lambda: {"status": "ok"}))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}") as client:
        yield client
    await runner.cleanup()


async def test_how_things_stand_is_json(client: ClientSession) -> None:
    answer = await client.get("/@runtime")
    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/", "/health", "/charge-points/CP1", "/a/@runtime"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_what_is_not_ours_is_the_operators_api(
    client: ClientSession, method: str, path: str
) -> None:
    answer = await client.request(method, path)
    assert (await answer.json())["path"] == path


@pytest.mark.parametrize(("sent", "path"), [("/%0Aa", "/\na"), ("/a%2F%40b", "/a/@b")])
async def test_no_path_of_the_api_is_lost_for_its_characters(
    client: ClientSession, sent: str, path: str
) -> None:
    answer = await client.get(URL(sent, encoded=True))
    assert (await answer.json())["path"] == path


async def test_the_issuer_is_found_as_discovery_says(client: ClientSession) -> None:
    answer = await client.get("/@issuer/.well-known/openid-configuration")
    described = await answer.json()
    assert described["issuer"] == ISSUER
    keys = await client.get(described["jwks_uri"].removeprefix("http://127.0.0.1:8080"))
    assert [key["alg"] for key in (await keys.json())["keys"]] == ["RS256"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/@connections", 404),
        ("GET", "/@issuer/key.pem", 404),
        ("POST", "/@runtime", 405),
    ],
)
async def test_all_else_of_ours_is_a_problem(
    client: ClientSession, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.content_type == "application/problem+json"
    problem = await answer.json()
    assert (answer.status, problem["status"], problem["instance"]) == (status, status, path)
    assert problem["title"]
