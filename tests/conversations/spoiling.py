"""An edge before a running `csms up` that does one thing wrong."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from tests.conversations.running import PATIENCE, Csms, trusting

PASSED_ON = ("authorization", "x-")

Damage = Callable[[list[Any]], list[Any] | str | None]


def as_it_is(frame: list[Any]) -> list[Any]:
    return frame


@dataclass(frozen=True)
class Spoiled:
    """What it does wrong.

    `statuses`: other ones for refusals, 101 opening a socket that nobody serves; `headers`: names
    that it changes in refusals; `down`, `up`: what becomes of a frame to the charge point and to
    the CSMS, None being nothing; `garbles`: after what is no JSON it says no more;
    `answers`: what it answers by itself, by action; `patience`: after
    so many seconds of silence it closes; `local_address`: where it comes from.
    """

    statuses: Mapping[int, int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    subprotocol: str = "ocpp1.6"
    down: Damage = as_it_is
    up: Damage = as_it_is
    answers: Mapping[str, Any] = field(default_factory=dict)
    garbles: bool = False
    pongs: bool = True
    keeps_open: bool = False
    patience: float | None = None
    local_address: str = "127.0.0.1"


@asynccontextmanager
async def spoiled(csms: Csms, how: Spoiled) -> AsyncIterator[str]:
    """Its address; the certificate is that of the csms up."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(csms.ca.with_name("server-ec.pem"))
    edge = _Edge(csms, how)
    async with serve(
        edge.serve,
        "127.0.0.1",
        0,
        process_request=edge.admit,
        select_subprotocol=lambda _, offered: (
            Subprotocol(how.subprotocol) if how.subprotocol in offered else None
        ),
        ssl=context,
        ping_interval=None,
        compression=None,
        close_timeout=1,
    ) as server:
        [socket] = server.sockets
        yield f"wss://127.0.0.1:{socket.getsockname()[1]}/ocpp"


class _Edge:
    def __init__(self, csms: Csms, how: Spoiled) -> None:
        self.csms, self.how = csms, how
        self.behind: dict[ServerConnection, ClientConnection | None] = {}

    async def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        how = self.how
        if not how.pongs:
            _without_pongs(connection)
        try:
            self.behind[connection] = await connect(
                self.csms.wss.removesuffix("/ocpp") + request.path,
                subprotocols=[
                    Subprotocol(one.strip())
                    for line in request.headers.get_all("Sec-WebSocket-Protocol")
                    for one in line.split(",")
                ],
                additional_headers=[
                    (name, value)
                    for name, value in request.headers.raw_items()
                    if name.lower().startswith(PASSED_ON)
                ],
                ssl=trusting(self.csms.ca),
                compression=None,
                ping_interval=None,
                open_timeout=PATIENCE,
                local_addr=(how.local_address, 0),
            )
        except InvalidStatus as refused:
            answer = refused.response
            status = how.statuses.get(answer.status_code, answer.status_code)
            if status == 101:
                self.behind[connection] = None
                return None
            named = {name.lower(): new for name, new in how.headers.items()}
            headers = Headers(
                [
                    (named.get(name.lower(), name), value)
                    for name, value in answer.headers.raw_items()
                ]
            )
            return Response(status, "", headers, answer.body or b"")
        return None

    async def serve(self, front: ServerConnection) -> None:
        behind = self.behind.pop(front)
        if behind is None:
            await self._up(front, None)
            return
        async with behind:
            ups = asyncio.create_task(self._up(front, behind))
            await self._down(front, behind)
            if self.how.keeps_open:
                await front.wait_closed()
            ups.cancel()

    async def _up(self, front: ServerConnection, behind: ClientConnection | None) -> None:
        with suppress(ConnectionClosed, TimeoutError):
            while True:
                async with asyncio.timeout(self.how.patience):
                    text = await front.recv()
                frame = _read(text)
                if self.how.garbles and not frame:
                    await front.wait_closed()
                action = str(frame[2]) if frame[:1] == [2] else ""
                if action in self.how.answers:
                    await front.send(json.dumps([3, frame[1], self.how.answers[action]]))
                elif behind and (passed := self.how.up(frame) if frame else str(text)) is not None:
                    await behind.send(passed if isinstance(passed, str) else json.dumps(passed))
        if behind and not self.how.keeps_open:
            await behind.close()

    async def _down(self, front: ServerConnection, behind: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in behind:
                passed = self.how.down(json.loads(text))
                if passed is not None:
                    await front.send(passed if isinstance(passed, str) else json.dumps(passed))


def _read(text: str | bytes) -> list[Any]:
    try:
        frame: list[Any] = json.loads(text)
    except ValueError:
        return []
    return frame


def _without_pongs(connection: ServerConnection) -> None:
    send = connection.protocol.send_frame

    def without(frame: Frame) -> None:
        if frame.opcode is not Opcode.PONG:
            send(frame)

    connection.protocol.send_frame = without  # type: ignore[method-assign]
