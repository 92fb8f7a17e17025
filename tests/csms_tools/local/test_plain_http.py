"""HTTP as bytes, as whoever asks sends it and hears it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable

import pytest

from csms_tools.local.plain_http import PlainServer, Request, Response


class Echo:
    """Answers with what it was asked; `/slow` waits until it is `let`, `/broken` fails."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.asked: list[Request] = []

    def answer(self, request: Request) -> Response | Awaitable[Response]:
        self.asked.append(request)
        if request.path == "/broken":
            raise LookupError
        if request.path == "/nothing":
            return Response(204)
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


@pytest.fixture
async def port(echo: Echo) -> AsyncIterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = PlainServer(echo.answer)
    await server.start(listener)
    yield listener.getsockname()[1]
    await server.stop(0.05)


async def said(port: int, *pieces: bytes) -> bytes:
    """All that is heard until the server hangs up, for what is sent a piece at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.002)
    heard = await reader.read()
    writer.close()
    return heard


WHOLE = (
    b"POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nbody"
    b"POST /b HTTP/1.1\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"
)
ANSWERS = (
    b"HTTP/1.1 200 OK\r\nx-method: POST\r\ncontent-length: 4\r\n\r\nbody"
    b"HTTP/1.1 200 OK\r\nx-method: POST\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


@pytest.mark.parametrize("cut", [0, 3, 40, 54, 57, 58, 80, len(WHOLE) - 1])
async def test_requests_come_in_pieces_and_behind_each_other(port: int, cut: int) -> None:
    assert await said(port, WHOLE[:cut], WHOLE[cut:]) == ANSWERS


async def test_headers_are_known_by_small_letters(port: int, echo: Echo) -> None:
    await said(port, WHOLE)
    assert echo.asked[0].headers == {"host": "here", "content-length": "4"}


async def test_the_next_request_waits_for_the_answer_to_the_last(port: int, echo: Echo) -> None:
    waiting = asyncio.create_task(
        said(port, b"GET /slow/1 HTTP/1.1\r\n\r\nGET /slow/2 HTTP/1.1\r\nconnection: close\r\n\r\n")
    )
    await asyncio.sleep(0.05)
    assert [each.path for each in echo.asked] == ["/slow/1"]
    echo.let.set()
    heard = await waiting
    assert heard.index(b"/slow/1") < heard.index(b"/slow/2")


@pytest.mark.parametrize("path", [b"/broken", b"/slow/broken"])
async def test_what_fails_is_answered(
    port: int, echo: Echo, path: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    echo.let.set()
    heard = await said(port, b"GET %b HTTP/1.1\r\nconnection: close\r\n\r\n" % path)
    assert heard.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert "LookupError" in caplog.text


async def test_no_content_has_no_length(port: int) -> None:
    heard = await said(port, b"DELETE /nothing HTTP/1.1\r\nconnection: close\r\n\r\n")
    assert heard == b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.0\r\n\r\n", 505),
        (b"nonsense\r\n\r\n", 505),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000, 431),
    ],
)
async def test_what_it_does_not_take_it_refuses(
    port: int, echo: Echo, sent: bytes, status: int
) -> None:
    heard = await said(port, sent)
    assert heard.startswith(b"HTTP/1.1 %d " % status)
    assert echo.asked == []


async def test_whoever_waits_at_the_end_waits_no_longer_than_it_may(echo: Echo) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = PlainServer(echo.answer)
    await server.start(listener)
    port = listener.getsockname()[1]
    hanging = asyncio.create_task(said(port, b"GET /slow HTTP/1.1\r\n\r\n"))
    idle = asyncio.create_task(said(port))
    await asyncio.sleep(0.05)
    await server.stop(0.05)
    assert await idle == b""
    assert await hanging == b""


async def test_what_is_being_answered_at_the_end_is_heard(echo: Echo) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = PlainServer(echo.answer)
    await server.start(listener)
    hanging = asyncio.create_task(said(listener.getsockname()[1], b"GET /slow HTTP/1.1\r\n\r\n"))
    await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_later(0.01, echo.let.set)
    await server.stop(1.0)
    assert (await hanging).endswith(b"connection: close\r\n\r\n/slow")
