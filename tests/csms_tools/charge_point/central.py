"""A central system that lets nothing pass: it keeps its own books of calls, answers and ids, so
that a mistake in the library cannot hide behind the library's own checks.
"""

import asyncio
import base64
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from tests.csms_tools.charge_point.judge import CallError, bad_times, schema_errors

NOW = "2026-11-22T12:00:00.000Z"
ACCEPTED = {"status": "Accepted"}
Answers = Callable[[dict[str, Any]], dict[str, Any]]


class Central:
    def __init__(self) -> None:
        self.breaches: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Headers] = []
        self.paths: list[str] = []
        self.closes: list[int | None] = []
        self.answers: dict[str, dict[str, Any] | Answers | Exception | None] = {
            "Authorize": {"idTagInfo": ACCEPTED},
            "BootNotification": {"status": "Accepted", "currentTime": NOW, "interval": 300},
            "DataTransfer": ACCEPTED,
            "Heartbeat": {"currentTime": NOW},
            "SignCertificate": ACCEPTED,
            "StartTransaction": self._started,
        }
        self.once: defaultdict[str, list[Any]] = defaultdict(list)
        self.refuse: int | None = None
        self.password: bytes | None = None
        self.subprotocol = "ocpp1.6"
        self.socket: ServerConnection | None = None
        self.url = ""
        self._transactions = 0
        self._ids: set[str] = set()
        self._commands = 0
        self._answer: asyncio.Future[Any] | None = None
        self._news = asyncio.Event()

    async def serve(self, ssl: Any = None) -> Server:
        server = await serve(
            self._converse,
            "127.0.0.1",
            0,
            select_subprotocol=self._select,
            process_request=self._shake,
            ssl=ssl,
        )
        port = next(iter(server.sockets)).getsockname()[1]
        self.url = f"{'wss' if ssl else 'ws'}://localhost:{port}/ocpp"
        return server

    # What a test asks of it

    def said(self, action: str) -> list[dict[str, Any]]:
        return [payload for name, payload in self.calls if name == action]

    @property
    def actions(self) -> list[str]:
        return [name for name, _ in self.calls]

    @property
    def told(self) -> list[str]:
        """What was said, in short: actions, with the statuses they bring."""
        parts = ((name, said.get("connectorId"), said.get("status")) for name, said in self.calls)
        return [" ".join(str(part) for part in short if part is not None) for short in parts]

    async def heard(self, action: str, count: int = 1, timeout: float = 5.0) -> dict[str, Any]:
        """Wait for the count-th CALL with this action."""
        await self._until(lambda: len(self.said(action)) >= count, timeout)
        return self.said(action)[count - 1]

    async def told_of(self, what: str, timeout: float = 5.0) -> None:
        await self._until(lambda: what in self.told, timeout)

    async def _until(self, true: Callable[[], bool], timeout: float) -> None:
        async with asyncio.timeout(timeout):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def command(self, action: str, **payload: Any) -> dict[str, Any]:
        assert schema_errors(action, payload) == [], "the test itself breaks the schema"
        answer = await self.command_raw(action, payload)
        assert isinstance(answer, dict)
        return answer

    async def command_raw(
        self, action: str, payload: Any, id: str | None = None
    ) -> dict[str, Any] | list[Any]:
        """The payload of a CALLRESULT, or the rest of a CALLERROR."""
        self._commands += 1
        id = id or f"command-{self._commands}"
        kind, answered, *rest = await self.command_frame([2, id, action, payload])
        if answered != id:
            self.breaches.append(f"answered {answered}, not {id}")
        if kind == 4:
            if len(rest) != 3 or not isinstance(rest[2], dict):
                self.breaches.append(f"a crooked CALLERROR: {rest}")
            return list(rest)
        self._check(f"{action}Response", rest[0])
        return dict(rest[0])

    async def command_frame(self, frame: list[Any]) -> list[Any]:
        """Any frame at all, and what comes back."""
        assert self.socket is not None
        self._answer = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps(frame))
        async with asyncio.timeout(5):
            answer = await self._answer
        self._answer = None
        return list(answer)

    async def close(self) -> None:
        assert self.socket is not None
        await self.socket.close()

    # What it does

    def _started(self, _: dict[str, Any]) -> dict[str, Any]:
        self._transactions += 1
        return {"transactionId": self._transactions, "idTagInfo": ACCEPTED}

    def _shake(self, socket: ServerConnection, request: Request) -> Response | None:
        self.headers.append(request.headers)
        self.paths.append(request.path)
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        wrong = self.password is not None and not base64.b64decode(given).endswith(
            b":" + self.password
        )
        status = self.refuse or (401 if wrong else None)
        return socket.respond(status, "no\n") if status else None

    def _select(self, _: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
        return Subprotocol(self.subprotocol) if self.subprotocol in offered else None

    async def _converse(self, socket: ServerConnection) -> None:
        self.socket = socket
        open_call: asyncio.Task[None] | None = None
        try:
            async for text in socket:
                frame = json.loads(text)
                if frame[0] != 2:
                    if self._answer is None or self._answer.done():
                        self.breaches.append(f"nobody asked: {text!r}")
                    else:
                        self._answer.set_result(frame)
                    continue
                if open_call is not None and not open_call.done():
                    self.breaches.append(f"a second open CALL: {text!r}")
                self._take(frame)
                open_call = asyncio.ensure_future(self._reply(socket, frame))
        except ConnectionClosed:
            pass
        finally:
            if open_call is not None:
                open_call.cancel()
            self.closes.append(socket.close_code)

    def _take(self, frame: list[Any]) -> None:
        _, id, action, payload = frame
        if id in self._ids or not 0 < len(id) <= 36:
            self.breaches.append(f"the id {id} is used or too long")
        self._ids.add(id)
        self._check(action, payload)
        self.calls.append((action, payload))
        self._news.set()

    async def _reply(self, socket: ServerConnection, frame: list[Any]) -> None:
        _, id, action, payload = frame
        answer: Any = self.once[action].pop(0) if self.once[action] else None
        answer = self.answers.get(action, {}) if answer is None else answer
        if asyncio.isfuture(answer):
            answer = await answer
        if callable(answer):
            answer = answer(payload)
        if isinstance(answer, CallError):
            await socket.send(json.dumps([4, id, str(answer), "", {}]))
        elif answer is not None and answer != "never":
            await socket.send(json.dumps([3, id, answer]))

    def _check(self, name: str, payload: Any) -> None:
        self.breaches += [f"{name}: {error}" for error in schema_errors(name, payload)]
        self.breaches += [f"{name}: {bad} is no UTC time" for bad in bad_times(payload)]
