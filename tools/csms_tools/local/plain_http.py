"""HTTP/1.1 on loopback for what functions ask with every message: whole requests, whole answers.

No router and no middleware: this is in the way of every call. The emulators import it as well, in
an environment of their own.
"""

import inspect
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from aiohttp import web

_logger = logging.getLogger(__name__)


class Request(NamedTuple):
    """`headers` by their names, however those are written."""

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
    def __init__(self, answer: Answer, patience: float) -> None:
        """`answer` is told of one request a connection at a time; at the end what is being answered
        has so many seconds."""
        self._answer = answer
        self._runner = web.ServerRunner(
            web.Server(self._handle, access_log=None), shutdown_timeout=patience
        )

    async def start(self, listener: socket.socket, tls: ssl.SSLContext | None = None) -> None:
        """More than once for more than one listener."""
        if self._runner.server is None:
            await self._runner.setup()
        await web.SockSite(self._runner, listener, ssl_context=tls, backlog=1024).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        body = await request.content.read()  # `request.read()` stops at a megabyte
        try:
            said = self._answer(Request(request.method, request.raw_path, request.headers, body))
            if inspect.isawaitable(said):
                said = await said
        except Exception:
            _logger.exception("%s %s failed", request.method, request.path)
            said = Response(500)
        return web.Response(status=said.status, headers=said.headers, body=said.body)
