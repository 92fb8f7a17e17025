"""The development issuer's sign-in over HTTP: what other sites cannot have of it."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.http_api.sign_in import SignIn
from csms_tools.local.http_api.sign_in_routes import sign_in_routes
from tests.csms_tools.local.http_api.support import ASKED, AT_THE_CONSOLE, TERMS

AUTHORIZE = "/@issuer/authorize"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[ClientSession]:
    app = web.Application()
    app.add_routes(sign_in_routes(SignIn(Issuer.open(tmp_path, TERMS), "secret")))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}") as client:
        yield client
    await runner.cleanup()


async def test_the_page_loads_nothing_and_stands_in_no_frame(client: ClientSession) -> None:
    page = await client.get(AUTHORIZE, params=ASKED)
    assert (page.status, page.content_type) == (200, "text/html")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:8080"}]
)
async def test_another_name_for_this_machine_leads_nowhere(
    client: ClientSession, headers: dict[str, str]
) -> None:
    assert (await client.get(AUTHORIZE, params=ASKED, headers=headers)).status == 400


async def test_another_site_asks_in_vain(client: ClientSession) -> None:
    evil = {"Origin": "https://evil.example"}
    for path in (AUTHORIZE, "/@issuer/token", "/@issuer/revoke"):
        assert (await client.post(path, headers=evil)).status == 400


async def test_what_is_asked_for_wrongly_is_told_and_nobody_sent_away(
    client: ClientSession,
) -> None:
    wrong = ASKED | {"redirect_uri": "https://evil.example/"}
    page = await client.get(AUTHORIZE, params=wrong, allow_redirects=False)
    assert page.status == 400
    assert "redirect_uri" in await page.text()


@pytest.mark.parametrize("word", ["", "Basic !", "Basic bm8=", "Bearer x"])
async def test_a_machine_without_its_secret_gets_nothing(client: ClientSession, word: str) -> None:
    form = {"grant_type": "client_credentials"}
    refused = await client.post("/@issuer/token", data=form, headers={"Authorization": word})
    assert (refused.status, (await refused.json())["error"]) == (401, "invalid_client")


async def test_a_machine_with_it_gets_a_token(client: ClientSession) -> None:
    basic = base64.b64encode(b"csms-machine:secret").decode()
    given = await client.post(
        "/@issuer/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert (await given.json())["token_type"] == "Bearer"
    assert given.headers["Cache-Control"] == "no-store"


async def test_what_a_browser_remembers_no_script_reads(client: ClientSession) -> None:
    page = await (await client.get(AUTHORIZE, params=AT_THE_CONSOLE)).text()
    ticket = page.partition("name=ticket value=")[2].partition(">")[0]
    form = {"ticket": ticket, "role": "admin", "name": "Ada"}
    signed_in = await client.post(AUTHORIZE, data=form, allow_redirects=False)
    kept = signed_in.cookies["csms-desk"]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/@issuer")
    cookies = {"Cookie": f"csms-desk={kept.value}"}
    again = await client.get(
        AUTHORIZE, params=AT_THE_CONSOLE, headers=cookies, allow_redirects=False
    )
    assert again.status == 303
    assert again.headers["Location"].startswith(AT_THE_CONSOLE["redirect_uri"])
