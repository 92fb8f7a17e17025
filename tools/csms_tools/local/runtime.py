"""Everything that template.yaml describes, started in order on loopback and ended in reverse."""

import asyncio
import fcntl
import os
import socket
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from csms_tools.local import tls
from csms_tools.local.api import application
from csms_tools.local.aws import Aws
from csms_tools.local.functions import Functions
from csms_tools.local.gateway import Api, Gateway, Platform
from csms_tools.local.queues import Queues
from csms_tools.local.seed import SeedFile
from csms_tools.local.stack import ACCOUNT, REGION, Stack
from csms_tools.local.store_access import point_store_at

HOST = "127.0.0.1"  # none of this is meant for a network
TEMPLATE = Path(__file__).resolve().parents[3] / "template.yaml"

# Where the defaults of the template are those of a host on the internet
PARAMETERS = {"MinimumSecurityProfile": "0"}


class Unusable(Exception):
    """What was asked for cannot be had; one line."""


@dataclass(frozen=True, kw_only=True)
class Options:
    seed: SeedFile
    data: Path | None = None
    ws_port: int = 9000
    wss_port: int = 9443
    api_port: int = 8080
    client_ca: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    platform: Platform = field(default_factory=Platform)
    template: Path = TEMPLATE


class Runtime:
    """`async with` it: what was started is ended, however far the start came."""

    def __init__(self, options: Options) -> None:
        """Take the ports. Raises Unusable."""
        self.options = options
        self._listeners = {
            name: _listener(name, port)
            for name, port in (
                ("ws", options.ws_port),
                ("wss", options.wss_port),
                ("api", options.api_port),
            )
        }
        self.ports = {name: each.getsockname()[1] for name, each in self._listeners.items()}
        self.credentials: tls.Credentials
        self._tls: ssl.SSLContext
        self._end = AsyncExitStack()
        self._aws: Aws
        self._functions: Functions
        self._gateway: Gateway
        self._stack: Stack

    async def __aenter__(self) -> "Runtime":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end.aclose()
        for listener in self._listeners.values():
            listener.close()

    async def start(self) -> None:
        """Raises Unusable, TemplateError, StartError, Misplaced."""
        options, end = self.options, self._end
        if options.data is not None:
            end.enter_context(_locked(options.data))
        directory = options.data or Path(end.enter_context(tempfile.TemporaryDirectory()))
        self.credentials = await asyncio.to_thread(tls.credentials, directory / "tls")
        try:
            self._tls = tls.server_context(self.credentials, clients=options.client_ca)
        except OSError as error:
            raise Unusable(f"--client-ca {options.client_ca}: no certificates in it") from error

        self._aws = Aws(data=options.data)
        end.push_async_callback(self._aws.stop)
        self._stack = stack = Stack.load(
            options.template,
            _parameters(options),
            endpoint=self._aws.endpoint,
            connections_url=f"http://{HOST}:{self.ports['api']}",
            data=options.data,
        )
        await self._aws.start()
        await self._aws.create(stack)

        self._functions = Functions(stack, endpoint=self._aws.endpoint)
        end.push_async_callback(self._functions.stop)
        await self._functions.start()

        point_store_at(self._aws.endpoint, REGION, self._tables)
        await asyncio.to_thread(options.seed.apply)

        queues = Queues(stack, self._functions, endpoint=self._aws.endpoint)
        end.push_async_callback(queues.stop)
        await queues.start()
        await self._open_doors(stack)

    async def _open_doors(self, stack: Stack) -> None:
        self._gateway = gateway = Gateway(
            self._functions,
            routes=stack.routes,
            authorizer=stack.authorizer,
            route_selection_expression=stack.route_selection_expression,
            api=Api(stack.api.id, stack.api.stage, REGION, ACCOUNT),
            platform=self.options.platform,
            origin_headers={"x-origin-secret": stack.secrets["OriginSecret"]},
        )
        runner = web.AppRunner(application(gateway, self.health), access_log=None)
        self._end.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.SockSite(runner, self._listeners["api"]).start()
        self._end.push_async_callback(gateway.stop)
        await gateway.listen(self._listeners["ws"])
        await gateway.listen(self._listeners["wss"], self._tls)

    async def ended(self) -> str:
        """Returns when a process of ours has ended by itself, with its name."""
        waiting = {
            asyncio.create_task(self._aws.ended(), name="the process that stands for AWS"),
            asyncio.create_task(self._functions.ended(), name="the parent of the functions"),
        }
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().get_name()
        finally:
            for task in waiting:
                task.cancel()

    @property
    def _tables(self) -> dict[str, str]:
        return {id: table.name for id, table in self._stack.tables.items()}

    def health(self) -> dict[str, Any]:
        return {
            "status": "ok",
            "chargePoints": len(self._gateway.clients),
            "workers": len(self._functions.workers),
            "awsEndpoint": self._aws.endpoint,
            "region": REGION,
            "tables": self._tables,
        }


def _parameters(options: Options) -> dict[str, str]:
    given = PARAMETERS | dict(options.parameters)
    if options.client_ca is not None:  # here it is no bucket that has them
        given |= {"ClientCaBucket": "local", "ClientCaKey": options.client_ca.name}
    return given


def _listener(name: str, port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=1024)
    except (OSError, OverflowError) as error:
        raise Unusable(f"--{name}-port {port}: {_why(error)}") from error


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    """Two runtimes on the same data would write over each other."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "lock").open("w")
    except OSError as error:
        raise Unusable(f"--data {data}: {_why(error)}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unusable(f"--data {data}: another csms is using it") from error
        yield


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return str(error)
