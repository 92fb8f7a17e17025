"""A charge point's end of a WebSocket with next to nothing around it.

Not the `ocpp` package's client: then that would be measured. websockets' Sans-I/O protocol in an
asyncio.Protocol leaves the cores to the system under test, and lets a socket be cut without a word.
"""

import asyncio
import json
from itertools import count
from typing import Any, cast

from websockets.client import ClientProtocol
from websockets.frames import DATA_OPCODES, Frame
from websockets.http11 import Response
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

PATIENCE = 30.0
"""Seconds until a call counts as missed; charge points give up after about as long."""


class Lost(Exception):
    """No connection, or no longer one."""


class Line(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, url: str) -> None:
        uri = parse_uri(url)
        self._protocol = ClientProtocol(uri, subprotocols=[Subprotocol("ocpp1.6")], max_size=None)
        loop = asyncio.get_running_loop()
        self._upgraded: asyncio.Future[None] = loop.create_future()
        self._waiting: asyncio.Future[list[Any]] | None = None
        self._waits_for = ""
        self._ids = count(1)
        self._partial = b""
        self.replies: dict[str, dict[str, Any]] = {}
        """By the action of a call that comes in; all others are not supported."""

    @classmethod
    async def open(cls, url: str) -> "Line":
        """Raises Lost."""
        uri = parse_uri(url)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                _, line = await loop.create_connection(lambda: cls(url), uri.host, uri.port)
                await line._upgraded
        except (OSError, TimeoutError) as error:
            raise Lost(f"{url}: {error!r}") from error
        return line

    async def call(self, action: str, payload: dict[str, Any]) -> list[Any]:
        """The frame that answers. Raises Lost, TimeoutError."""
        unique_id = str(next(self._ids))
        self._waits_for = unique_id
        self._waiting = asyncio.get_running_loop().create_future()
        self._send([2, unique_id, action, payload])
        async with asyncio.timeout(PATIENCE):
            return await self._waiting

    def cut(self) -> None:
        """Gone without a word, as in a power cut."""
        self.transport.abort()

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._protocol.send_request(self._protocol.connect())
        self._flush()

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._flush()
        for event in self._protocol.events_received():
            if isinstance(event, Response):
                self._answered(event)
            elif isinstance(event, Frame) and event.opcode in DATA_OPCODES:
                self._partial += event.data
                if event.fin:
                    text, self._partial = self._partial, b""
                    self._heard(json.loads(text))

    def connection_lost(self, exc: Exception | None) -> None:
        for waiting in (self._upgraded, self._waiting):
            if waiting is not None and not waiting.done():
                waiting.set_exception(Lost(str(exc or "the connection was closed")))

    def _answered(self, response: Response) -> None:
        if self._upgraded.done():
            return
        if self._protocol.handshake_exc is None:
            self._upgraded.set_result(None)
        else:
            said = f"{self._protocol.handshake_exc}: {(response.body or b'').decode().strip()}"
            self._upgraded.set_exception(Lost(said))
            self.transport.abort()

    def _heard(self, frame: Any) -> None:
        if not isinstance(frame, list):  # as API Gateway says that a function failed
            frame = [4, self._waits_for, json.dumps(frame)]
        if frame[0] == 2 and frame[2] in self.replies:
            self._send([3, frame[1], self.replies[frame[2]]])
        elif frame[0] == 2:  # other systems ask things of their own accord
            self._send([4, frame[1], "NotSupported", "", {}])
        elif self._waiting and not self._waiting.done() and frame[1] == self._waits_for:
            self._waiting.set_result(frame)

    def _send(self, frame: list[Any]) -> None:
        self._protocol.send_text(json.dumps(frame).encode())
        self._flush()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data and not self.transport.is_closing():
                self.transport.write(data)
