import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

ACCEPTED = {"status": "Accepted"}
ANSWERS: dict[str, Any] = {
    "BootNotification": ACCEPTED | {"currentTime": "2026-06-01T12:00:00Z", "interval": 300},
    "Authorize": {"idTagInfo": ACCEPTED},
    "StartTransaction": {"idTagInfo": ACCEPTED, "transactionId": 7},
}


class Central:
    """A central system of a few lines; what it answers can be changed."""

    def __init__(self) -> None:
        self.heard: list[list[Any]] = []
        self.answers: dict[str, Any] = dict(ANSWERS)
        self.errors: set[str] = set()  # actions answered by a CALLERROR
        self.fails = False  # and says so as API Gateway does
        self.asks_first = False  # something of its own before each answer
        self.refuses = False  # the upgrade
        self.cut = 0  # connections that ended without a goodbye
        self.url = ""
        self.authorization: str | None = None  # of the latest upgrade

    async def receive(self, connection: ServerConnection, request: Request) -> Response | None:
        self.authorization = request.headers.get("Authorization")
        return connection.respond(403, "not you\n") if self.refuses else None

    async def serve(self, connection: ServerConnection) -> None:
        try:
            async for text in connection:
                await self._answer(connection, json.loads(text))
        except ConnectionClosedError:
            self.cut += 1

    async def _answer(self, connection: ServerConnection, frame: list[Any]) -> None:
        self.heard.append(frame)
        if frame[0] != 2:
            return
        _, unique_id, action, _ = frame
        if self.asks_first:
            await connection.send(json.dumps([2, "ours", "Reset", {"type": "Soft"}]))
        if self.fails:
            await connection.send(json.dumps({"message": "Internal server error"}))
        elif action in self.errors:
            await connection.send(json.dumps([4, unique_id, "InternalError", "", {}]))
        else:
            await connection.send(json.dumps([3, unique_id, self.answers.get(action, {})]))

    @property
    def actions(self) -> list[str]:
        return [frame[2] for frame in self.heard if frame[0] == 2]


@pytest.fixture
async def central() -> AsyncIterator[Central]:
    central = Central()
    async with serve(
        central.serve,
        "127.0.0.1",
        0,
        process_request=central.receive,
        subprotocols=[Subprotocol("ocpp1.6")],
    ) as server:
        [listener] = server.sockets
        central.url = f"ws://127.0.0.1:{listener.getsockname()[1]}/ocpp/{{id}}"
        yield central
