"""HTTP/1.1 on loopback for what functions ask with every message: whole requests, whole answers.

No routes, no streams, no time limits: whoever asks is a function of ours, or an SDK. It takes
15 us of CPU a request where aiohttp's server takes 37. The emulators import it as well, in an
environment of their own: it needs nothing.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple, cast

LARGEST = 64 * 1024 * 1024  # bytes of a body
_LARGEST_HEAD = 64 * 1024

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
        """More than once for more than one listener."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: _Connection(self._answer, self._connections),
            sock=listener,
            backlog=1024,
            ssl=tls,
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


class _Head(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    begins: int  # the body, in what has come
    ends: int


class _Unacceptable(Exception):
    def __init__(self, status: int) -> None:
        self.status = status


class _Connection(asyncio.Protocol):
    _transport: asyncio.Transport

    def __init__(self, answer: Answer, connections: "set[_Connection]") -> None:
        self.task: asyncio.Task[None] | None = None
        self._answer = answer
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._data = bytearray()
        self._head: _Head | None = None
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
        self._data += data
        self._next()

    # Requests

    def _next(self) -> None:
        while self.task is None and not self._transport.is_closing():
            try:
                request = self._whole()
            except _Unacceptable as failure:
                self._ends = True
                self._say(Response(failure.status))
                return
            if request is None:
                return
            try:
                answer = self._answer(request)
            except Exception:
                answer = self._failed(request)
            if isinstance(answer, Response):
                self._say(answer)
            else:
                self.task = self._loop.create_task(self._later(request, answer))

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

    def _whole(self) -> Request | None:
        """The next request, as soon as all of it has come."""
        head = self._head = self._head or self._begun()
        if head is None or len(self._data) < head.ends:
            return None
        body = bytes(self._data[head.begins : head.ends])
        del self._data[: head.ends]
        self._head = None
        self._ends = self._ends or head.headers.get("connection", "").lower() == "close"
        return Request(head.method, head.path, head.headers, body)

    def _begun(self) -> _Head | None:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            if len(self._data) > _LARGEST_HEAD:
                raise _Unacceptable(431)
            return None
        first, *lines = self._data[:end].decode("latin-1").split("\r\n")
        method, _, rest = first.partition(" ")
        path, _, version = rest.partition(" ")
        if version != "HTTP/1.1":
            raise _Unacceptable(505)
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if "transfer-encoding" in headers:
            raise _Unacceptable(411)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise _Unacceptable(400)
        if int(length) > LARGEST:
            raise _Unacceptable(413)
        return _Head(method, path, headers, end + 4, end + 4 + int(length))

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
