"""A gateway on a real port, under the loop that `csms up` uses."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
import uvloop
from websockets.asyncio import client as websockets
from websockets.typing import Subprotocol

from csms_tools.local.gateway import Api, Gateway, Platform, management
from csms_tools.local.permissions.asked import Place
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.permissions.policies import Policy
from csms_tools.local.plain_http import PlainServer
from csms_tools.local.tls import Credentials
from csms_tools.local.trust import kept_current
from tests.csms_tools.local.gateway.support import FakeFunctions

ROUTES = {
    "$connect": "Connect",
    "$disconnect": "Disconnect",
    "$default": "Default",
    "Heartbeat": "Heartbeat",
}

JUDGE = Judge(
    Place("eu-west-1", "000000000000", "api/ocpp"),
    {
        "Posting": Policy.load(
            [
                {
                    "Effect": "Allow",
                    "Action": "execute-api:ManageConnections",
                    "Resource": "arn:aws:execute-api:eu-west-1:*:api/ocpp/POST/@connections/*",
                }
            ]
        )
    },
)
"""Of one function, which may post and not close."""


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A signal, pytest-timeout's usual way, does not wake uvloop."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(60, method="thread"))


class Desk:
    """The gateway under test, and ways to reach it."""

    def __init__(self, functions: FakeFunctions) -> None:
        self.functions = functions
        self.gateway: Gateway
        self.refused: list[tuple[str, str, str]] = []
        self._refusals = asyncio.Event()
        self.port = self.secure_port = self.management_port = 0

    async def start(self, platform: Platform, routes: dict[str, str]) -> None:
        self.gateway = Gateway(
            self.functions,
            routes=routes,
            authorizer="Authorizer",
            route_selection_expression="$request.body.[2]",
            api=Api(id="abc123", stage="ocpp", region="eu-west-1", account="000000000000"),
            platform=platform,
            origin_headers={"x-origin-secret": "only the edge knows"},
            refused=self._refuse,
        )
        self._management = PlainServer(management(self.gateway, JUDGE), 1.0)
        bound = socket.create_server(("127.0.0.1", 0))
        self.port = bound.getsockname()[1]
        await self.gateway.listen(bound)
        bound = socket.create_server(("127.0.0.1", 0))
        self.management_port = bound.getsockname()[1]
        await self._management.start(bound)

    async def stop(self) -> None:
        await self.gateway.stop()
        await self._management.stop()

    def _refuse(self, *told: str) -> None:
        kind, address, why = told
        self.refused.append((kind, address, why))
        self._refusals.set()

    async def has_refused(self) -> list[tuple[str, str, str]]:
        """What TLS and the edge have refused, as soon as there is any."""
        await self._refusals.wait()
        return self.refused

    async def start_tls(
        self, credentials: Credentials, *clients: Path, whenever_valid: bool = False
    ) -> None:
        """`clients`: roots of their certificates."""
        bound = socket.create_server(("127.0.0.1", 0))
        self.secure_port = bound.getsockname()[1]
        tls = kept_current(credentials, clients, whenever_valid=whenever_valid)
        await self.gateway.listen(bound, tls)

    def connect_securely(
        self, credentials: Credentials, certificate: Path | None = None, **options: Any
    ) -> websockets.connect:
        """`certificate`: of the client, with its key."""
        tls = ssl.create_default_context(cafile=credentials.ca)
        if certificate:
            tls.load_cert_chain(certificate)
        options = {"additional_headers": {"Authorization": "Basic Q1AxOg=="}, **options}
        options = {"ssl": tls, **options}
        return self._connect(f"wss://localhost:{self.secure_port}/ocpp/CP001", **options)

    def connect(self, path: str = "/ocpp/CP001", **options: Any) -> websockets.connect:
        return self._connect(f"ws://127.0.0.1:{self.port}{path}", **options)

    def _connect(self, uri: str, **options: Any) -> websockets.connect:
        options = {"subprotocols": [Subprotocol("ocpp1.6")], "compression": None, **options}
        return websockets.connect(uri, ping_interval=None, **options)


class StartDesk(Protocol):
    async def __call__(self, routes: dict[str, str] = ..., **platform: Any) -> Desk: ...


@pytest.fixture
async def functions() -> FakeFunctions:
    return FakeFunctions()


@pytest.fixture
async def start_desk(functions: FakeFunctions) -> AsyncIterator[StartDesk]:
    desks: list[Desk] = []

    async def start(routes: dict[str, str] = ROUTES, **platform: Any) -> Desk:
        desks.append(Desk(functions))
        await desks[-1].start(Platform(**{"closing_seconds": 0.2, **platform}), routes)
        return desks[-1]

    yield start
    for desk in desks:
        await desk.stop()


@pytest.fixture
async def desk(start_desk: StartDesk) -> Desk:
    return await start_desk()
