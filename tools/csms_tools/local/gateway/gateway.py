"""API Gateway's part: sockets in, function calls out, and who is connected."""

import asyncio
import logging
import ssl
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from socket import socket as BoundSocket
from typing import Any
from weakref import WeakSet

from websockets.http11 import Request

from csms_tools.local.functions.lambda_service import FunctionError
from csms_tools.local.gateway.door import Door
from csms_tools.local.gateway.events import (
    Api,
    Connection,
    Event,
    disconnect_event,
    error_object,
    message_event,
)
from csms_tools.local.gateway.handshake import Functions, Handshakes, Viewer
from csms_tools.local.gateway.interface import Acceptance, Full, Gone, Refusal, Refused, Sender
from csms_tools.local.gateway.platform import Platform
from csms_tools.local.gateway.routing import route_selector
from csms_tools.local.gateway.secure_listener import SecureListener
from csms_tools.local.gateway.sockets import Socket
from csms_tools.local.gateway.tally import Tally

logger = logging.getLogger(__name__)

_STOP_SECONDS = 5.0
_BACKLOG = 1024

GONE = Refusal(408)
"""For one that hears it no more."""


class Gateway:
    def __init__(
        self,
        functions: Functions,
        *,
        routes: Mapping[str, str],
        authorizer: str | None,
        route_selection_expression: str,
        api: Api | None = None,
        platform: Platform | None = None,
        origin_headers: Mapping[str, str] | None = None,
        refused: Refused = lambda _kind, _address, _why: None,
    ) -> None:
        self.platform = platform or Platform()
        self.clients: dict[str, Client] = {}
        self.tally = Tally()
        self._functions = functions
        self._routes = routes
        self.route_of = route_selector(
            route_selection_expression, routes, reserved=self.platform.reserved_keys_select_routes
        )
        self._handshakes = Handshakes(
            functions=functions,
            routes=routes,
            authorizer=authorizer,
            api=api or Api(),
            platform=self.platform,
            origin_headers=origin_headers or {},
            refused=refused,
        )
        self._refused = refused
        self._door = Door(self.platform.handshakes)
        self._sockets: WeakSet[Sender] = WeakSet()
        self._listeners: list[asyncio.Server | SecureListener] = []
        self._work: set[asyncio.Task[object]] = set()
        self._changed = asyncio.Event()

    async def listen(self, bound: BoundSocket, tls: ssl.SSLContext | None = None) -> None:
        if tls is None:
            self._listeners.append(
                await asyncio.get_running_loop().create_server(
                    lambda: Socket(self), sock=bound, backlog=_BACKLOG
                )
            )
            return
        self._listeners.append(
            SecureListener(
                bound,
                tls,
                lambda: Socket(self),
                backlog=_BACKLOG,
                handshake_seconds=self.platform.handshake_seconds,
                refused=partial(self._refused, "TlsRefused"),
            )
        )

    async def stop(self) -> None:
        """Say 1001 to every client; functions at work, and $disconnect, come to their end."""
        for listener in self._listeners:
            listener.close()
        for client in list(self.clients.values()):
            client.socket.close(1001, "Going away")
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                while self.clients or self._work:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            logger.warning("%d calls were cut off", len(self._work))
        for socket in list(self._sockets):
            socket.abort()
        for task in list(self._work):
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    def client(self, connection_id: str) -> "Client":
        """Raises Gone."""
        client = self.clients.get(connection_id)
        if client is None or not client.socket.is_open:
            raise Gone
        return client

    def connected(self, socket: Sender) -> None:
        self._sockets.add(socket)

    async def handshake(
        self,
        socket: Sender,
        address: str,
        secure: bool,
        certificate: bytes | None,
        request: Request,
    ) -> Acceptance | Refusal:
        async with self._door:
            if socket.has_hung_up:
                return GONE
            viewer = Viewer(address, secure, certificate)
            answer = await self._handshakes.answer(viewer, request)
        if isinstance(answer, Refusal):
            return answer
        return Acceptance(Client(self, socket, answer.connection), answer.headers)

    async def call(self, route: str, event: Event) -> str | None:
        """Call the route's function; what API Gateway says if that fails."""
        if route not in self._routes:
            return None
        try:
            async with asyncio.timeout(self.platform.integration_seconds):
                await self._functions.invoke(self._routes[route], event)
        except TimeoutError:
            return "Endpoint request timed out"
        except FunctionError as error:
            logger.warning("%s: %s", route, error)
            return "Internal server error"
        return None

    def spawn(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[object]) -> None:
        self._work.discard(task)
        self._changed.set()


@dataclass(slots=True)
class Client:
    """One charge point's connection, from the finished upgrade to its end."""

    gateway: Gateway
    socket: Sender
    connection: Connection

    def opened(self) -> None:
        self.gateway.clients[self.connection.id] = self

    async def message(self, text: str) -> None:
        route = self.gateway.route_of(text)
        if route is None:
            self._tell("Forbidden")
            return
        began = time.monotonic()
        event = message_event(self.connection, route, text, time.time())
        failure = await self.gateway.call(route, event)
        self.gateway.tally.done(began, time.monotonic(), failed=failure is not None)
        if failure:
            self._tell(failure)

    def closed(self, code: int, reason: str) -> None:
        del self.gateway.clients[self.connection.id]
        event = disconnect_event(self.connection, code, reason, time.time())
        self.gateway.spawn(self.gateway.call("$disconnect", event))

    def _tell(self, message: str) -> None:
        try:
            if self.socket.is_open:
                self.socket.send(error_object(self.connection, message).encode())
        except Full:
            logger.warning("%s reads nothing", self.connection.id)
