"""A request as whoever asks sends it, and what is heard."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable

import pytest

from csms_tools.local.plain_http import PlainServer, Request, Response

CLOSE = b"Host: here\r\nConnection: close\r\n\r\n"


class Echo:
    """Answers with what it was asked; `/slow` waits until it is `let`, `/broken` fails."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.asked: list[Request] = []

    def answer(self, request: Request) -> Response | Awaitable[Response]:
        self.asked.append(request)
        if request.path == "/broken":
            raise LookupError
        if request.path.startswith("/slow"):
            return self._slowly(request)
        return Response(200, {"x-method": request.method}, request.body)

    async def _slowly(self, request: Request) -> Response:
        await self.let.wait()
        if request.path == "/slow/broken":
            raise LookupError
        return Response(200, {}, request.path.encode())


@pytest.fixture
def echo() -> Echo:
    return Echo()


async def started(echo: Echo, patience: float) -> tuple[PlainServer, int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = PlainServer(echo.answer, patience)
    await server.start(listener)
    return server, listener.getsockname()[1]


@pytest.fixture
async def port(echo: Echo) -> AsyncIterator[int]:
    server, port = await started(echo, 0.05)
    yield port
    await server.stop()


async def said(port: int, sent: bytes) -> bytes:
    """All that is heard until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    heard = await reader.read()
    writer.close()
    return heard


async def test_a_request_is_told_whole_with_its_path_as_it_was_sent(port: int, echo: Echo) -> None:
    body = b"x" * 2_000_000  # of more than a megabyte
    head = b"POST /a%%2Fb?c=d HTTP/1.1\r\nX-Own: yes\r\nContent-Length: %d\r\n" % len(body)
    heard = await said(port, head + CLOSE + body)
    assert heard.startswith(b"HTTP/1.1 200 OK\r\nx-method: POST\r\n")
    assert heard.endswith(body)
    [asked] = echo.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/a%2Fb?c=d", body)
    assert asked.headers["x-own"] == "yes"


@pytest.mark.parametrize("path", [b"/broken", b"/slow/broken"])
async def test_what_fails_is_answered(
    port: int, echo: Echo, path: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    echo.let.set()
    heard = await said(port, b"GET %b HTTP/1.1\r\n" % path + CLOSE)
    assert heard.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert "LookupError" in caplog.text


async def test_whoever_waits_at_the_end_waits_no_longer_than_it_may(echo: Echo) -> None:
    server, port = await started(echo, 0.05)
    hanging = asyncio.create_task(said(port, b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n"))
    idle = asyncio.create_task(said(port, b""))
    await asyncio.sleep(0.05)
    await server.stop()
    assert await idle == b""
    assert await hanging == b""


async def test_what_is_being_answered_at_the_end_is_heard(echo: Echo) -> None:
    server, port = await started(echo, 1.0)
    hanging = asyncio.create_task(said(port, b"GET /slow HTTP/1.1\r\n" + CLOSE))
    await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_later(0.01, echo.let.set)
    await server.stop()
    assert (await hanging).endswith(b"\r\n\r\n/slow")
