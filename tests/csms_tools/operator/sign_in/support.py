"""A development issuer on a port of loopback, and somebody at a browser."""

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from aiohttp import web

from csms_tools.local.http_api.issuer import Issuer, Terms
from csms_tools.local.http_api.sign_in import SignIn
from csms_tools.local.http_api.sign_in_routes import sign_in_routes
from csms_tools.operator.profiles import Client

Change = Callable[[dict[str, str]], dict[str, str]]


@dataclass
class Desk:
    """Its issuer, and the client that csms is to it."""

    issuer: Issuer
    client: Client
    machine: Client

    def browser(
        self, role: str = "operator", asked: Change = dict, told: Change = dict
    ) -> Callable[[str], None]:
        """Signs in as Ada; `asked` and `told` change what passes through the browser's hands."""

        def show(url: str) -> None:
            Thread(target=browse, args=(url, role, asked, told), daemon=True).start()

        return show


def browse(url: str, role: str = "operator", asked: Change = dict, told: Change = dict) -> int:
    """Follows the address to the end; the status of the last page."""
    with httpx.Client() as browser:
        page = browser.get(_changed(url, asked))
        [ticket] = re.findall(r"name=ticket value=([\w-]+)", page.text)
        form = {"ticket": ticket, "name": "Ada", "role": role}
        back = browser.post(url.partition("?")[0], data=form)
        return browser.get(_changed(back.headers["Location"], told)).status_code


def _changed(url: str, change: Change) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode(change(dict(parse_qsl(parts.query))))).geturl()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/@issuer"
    issuer = Issuer.open(folder, Terms(url, "csms", "cognito:groups"))

    async def described(_: web.Request) -> web.Response:
        return web.json_response(issuer.description())

    app = web.Application()
    app.add_routes(
        [
            web.get("/@issuer/.well-known/openid-configuration", described),
            *sign_in_routes(SignIn.open(issuer, folder)),
        ]
    )
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app)
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.SockSite(runner, listening).start())
    serving = Thread(target=loop.run_forever)
    serving.start()
    secret = (folder / "machine.secret").read_text()
    callback = f"http://localhost:{free_port()}/"
    try:
        yield Desk(
            issuer, Client(url, "csms", callback=callback), Client(url, "csms-machine", secret)
        )
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        serving.join()
        loop.close()
