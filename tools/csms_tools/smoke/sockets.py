"""A charge point's end of the sockets that the checks open."""

import asyncio
import base64
import json
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.http11 import Response
from websockets.typing import Subprotocol

from csms_tools.charge_point.conversation.handshake import SUBPROTOCOL
from csms_tools.charge_point.conversation.schemas import violations
from csms_tools.smoke.results import Broken

PATIENCE = 30.0  # seconds: an integration of API Gateway has 29

Payload = dict[str, Any]


@dataclass(frozen=True)
class Door:
    """An address, and the roots beside the system's that its certificate may come from."""

    url: str
    ca: Path | None = None
    patience: float = PATIENCE

    @asynccontextmanager
    async def open(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        certificate: Path | None = None,
        subprotocols: Sequence[str] = (SUBPROTOCOL,),
    ) -> AsyncIterator["Line"]:
        """Raises InvalidStatus where the answer is no 101."""
        context = ssl.create_default_context()
        if self.ca:
            context.load_verify_locations(self.ca)
        if certificate:
            context.load_cert_chain(certificate)
        async with connect(
            self.url,
            subprotocols=[Subprotocol(name) for name in subprotocols],
            additional_headers=dict(headers or {}),
            ssl=context,
            compression=None,
            open_timeout=self.patience,
            close_timeout=2,
            ping_interval=None,
        ) as socket:
            yield Line(socket, self.patience)

    async def refusal(self, **how: Any) -> Response:
        """The answer to a handshake that may not succeed. Raises Broken if it does."""
        try:
            async with self.open(**how):
                raise Broken("the socket was opened")
        except InvalidStatus as refused:
            return refused.response


def basic(identity: str, password: str) -> dict[str, str]:
    pair = f"{identity}:{password}".encode()
    return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


@dataclass(frozen=True)
class Answer:
    payload: Payload
    milliseconds: int


class Line:
    """One open socket; what the CSMS calls in between is answered NotSupported."""

    def __init__(self, socket: ClientConnection, patience: float) -> None:
        self.socket = socket
        self.patience = patience
        self._ids = count(1)

    async def send(self, *frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def receive(self) -> list[Any]:
        """Raises Broken for what is no frame of OCPP."""
        text = await self.socket.recv()
        try:
            frame = json.loads(text)
        except ValueError:
            frame = None
        if not isinstance(frame, list) or len(frame) < 3:
            raise Broken(f"what came is no frame of OCPP: {str(text)[:100]}")
        return frame

    async def reply(self, action: str, payload: Payload) -> list[Any]:
        """The frame that answers a CALL: a CALLRESULT or a CALLERROR. Raises Broken."""
        unique_id = str(next(self._ids))
        await self.send(2, unique_id, action, payload)
        frame = await self._first(lambda frame: frame[0] != 2, f"no answer to {action} came")
        if frame[1] != unique_id:
            raise Broken(f"the answer to {action} has the id {frame[1]}")
        return frame

    async def call(self, action: str, payload: Payload) -> Answer:
        """Raises Broken for anything but a CALLRESULT of the right shape."""
        begun = time.monotonic()
        kind, _, answer, *_ = await self.reply(action, payload)
        milliseconds = round((time.monotonic() - begun) * 1000)
        if kind != 3:
            raise Broken(f"{action} was answered {answer}")
        if wrong := violations(3, action, answer):
            raise Broken(f"the answer to {action} has another shape: {wrong[0]}")
        return Answer(answer, milliseconds)

    async def called(self, action: str) -> tuple[str, Payload]:
        """The id and the payload of a CALL of the CSMS. Raises Broken if it does not come."""
        frame = await self._first(lambda frame: frame[2] == action, f"no {action} came")
        if len(frame) != 4 or frame[0] != 2:
            raise Broken(f"what came is no CALL: {frame}")
        return frame[1], frame[3]

    async def _first(self, wanted: Callable[[list[Any]], bool], otherwise: str) -> list[Any]:
        try:
            async with asyncio.timeout(self.patience):
                while not wanted(frame := await self.receive()):
                    if frame[0] == 2:
                        await self.send(4, frame[1], "NotSupported", "", {})
                return frame
        except TimeoutError:
            raise Broken(f"{otherwise} within {self.patience:g} s") from None

    async def beats(self) -> int:
        """A heartbeat; how many milliseconds it took."""
        return (await self.call("Heartbeat", {})).milliseconds

    async def ends(self, seconds: float) -> bool:
        """Whether the other side closes it within so long."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.socket.recv()
        except ConnectionClosed:
            return True
        except TimeoutError:
            return False
