"""HTTP/1.1 on loopback for what functions ask with every message: whole requests, whole answers.

No routes, no streams, no time limits: whoever asks is a function of ours, or an SDK. aiohttp's
server takes 0.2 ms of CPU a request, this a tenth of it.
"""

import asyncio
import logging
import socket
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple, cast

from httptools import HttpParserError, HttpRequestParser

LARGEST = 64 * 1024 * 1024  # bytes of a request

_logger = logging.getLogger(__name__)


class Request(NamedTuple):
    """`headers` by their names in small letters, of several the last."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Response(NamedTuple):
    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""


Answer = Callable[[Request], Response | Awaitable[Response]]


class PlainServer:
    def __init__(self, answer: Answer) -> None:
        """`answer` is told of one request a connection at a time."""
        self._answer = answer
        self._servers: list[asyncio.Server] = []
        self._connections: set[_Connection] = set()

    async def start(self, listener: socket.socket, tls: ssl.SSLContext | None = None) -> None:
        server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(self._answer, self._connections),
            sock=listener,
            ssl=tls,
            backlog=1024,
        )
        self._servers.append(server)

    async def stop(self, patience: float) -> None:
        """What is being answered has so many seconds."""
        for server in self._servers:
            server.close()
        for each in list(self._connections):
            each.end()
        busy = [each.task for each in self._connections if each.task]
        if busy:
            await asyncio.wait(busy, timeout=patience)
        for each in list(self._connections):
            each.cut()


class _Reading:
    """Requests as httptools tells them, until one is whole."""

    def __init__(self) -> None:
        self._parser = HttpRequestParser(self)
        self._url, self._headers, self._body = b"", dict[str, str](), list[bytes]()
        self._size = 0
        self.whole: deque[tuple[Request, bool]] = deque()
        """Each with whether the connection lasts behind it."""

    def take(self, data: bytes) -> int:
        """The status of a refusal, or 0."""
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            return HTTPStatus.BAD_REQUEST
        if self._size > LARGEST:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return 0

    def on_message_begin(self) -> None:
        self._url, self._headers, self._body = b"", {}, []
        self._size = 0

    def on_url(self, url: bytes) -> None:
        self._size += len(url)
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._size += len(name) + len(value)
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        self._body.append(body)

    def on_message_complete(self) -> None:
        method, path = self._parser.get_method().decode(), self._url.decode("latin-1")
        request = Request(method, path, self._headers, b"".join(self._body))
        self.whole.append((request, self._parser.should_keep_alive()))


class _Connection(asyncio.Protocol):
    _transport: asyncio.Transport

    def __init__(self, answer: Answer, connections: "set[_Connection]") -> None:
        self.task: asyncio.Task[None] | None = None
        self._answer = answer
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._reading = _Reading()
        self._refusal = 0
        self._ends = False

    def end(self) -> None:
        """After the answer that is under way."""
        self._ends = True
        if self.task is None:
            self._transport.close()

    def cut(self) -> None:
        if self.task:
            self.task.cancel()
        self._transport.abort()

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        self._refusal = self._refusal or self._reading.take(data)
        self._next()

    # Requests

    def _next(self) -> None:
        while self.task is None and self._reading.whole and not self._transport.is_closing():
            request, lasts = self._reading.whole.popleft()
            self._ends = self._ends or not lasts
            try:
                answer = self._answer(request)
            except Exception:
                answer = self._failed(request)
            if isinstance(answer, Response):
                self._say(answer)
            else:
                self.task = self._loop.create_task(self._later(request, answer))
        if self._refusal and self.task is None:
            self._ends = True
            self._say(Response(self._refusal))

    async def _later(self, request: Request, answer: Awaitable[Response]) -> None:
        try:
            said = await answer
        except Exception:
            said = self._failed(request)
        self.task = None
        self._say(said)
        self._next()

    @staticmethod
    def _failed(request: Request) -> Response:
        _logger.exception("%s %s failed", request.method, request.path)
        return Response(500)

    def _say(self, said: Response) -> None:
        if self._transport.is_closing():
            return
        lines = [_STATUS[said.status]]
        lines += [f"{name}: {value}\r\n" for name, value in said.headers.items()]
        if said.status != HTTPStatus.NO_CONTENT:
            lines.append(f"content-length: {len(said.body)}\r\n")
        if self._ends:
            lines.append("connection: close\r\n")
        lines.append("\r\n")
        self._transport.write("".join(lines).encode("latin-1") + said.body)
        if self._ends:
            self._transport.close()


_STATUS = {each.value: f"HTTP/1.1 {each.value} {each.phrase}\r\n" for each in HTTPStatus}
