"""One connection. The only module that knows the `ocpp` package's charge point.

Its `ChargePoint` answers inside the loop that reads, so that a slow answer would hold up the
answers to our own calls; it validates in threads, logs what fails and answers with the codes of
OCPP 2. What is kept of it is the frame: one lock for one open CALL, the messages, the end of it.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ocpp.v16 import ChargePoint as OcppChargePoint
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from csms_tools.charge_point.conversation import frames, schemas
from csms_tools.charge_point.conversation.frames import CALL, ERROR, RESULT, Frame, Observer
from csms_tools.charge_point.errors import CallFailed, Malformed, NoAnswer, Offline

LONGEST_ID = 36


@dataclass
class OpenCall:
    id: str
    action: str
    sent: float
    answer: asyncio.Future[tuple[int, list[Any]]]


class Link(OcppChargePoint):
    def __init__(
        self,
        identity: str,
        socket: ClientConnection,
        *,
        now: Callable[[], datetime],
        hear: Callable[["Link", str, str, Any], Coroutine[Any, Any, None]],
        observe: Observer,
        strict: bool,
    ) -> None:
        super().__init__(identity, socket)  # type: ignore[no-untyped-call]
        self.socket = socket
        """For what only a socket knows: the headers of the upgrade, the cipher of TLS."""
        self._now = now
        self._hear = hear
        self._observe = observe
        self._strict = strict
        self._open: OpenCall | None = None
        self._theirs: dict[str, tuple[str, float]] = {}
        self._their_ids: set[str] = set()
        self._given_up: set[str] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Read until the connection ends, however it ends."""
        try:
            async for text in self.socket:
                self._receive(text if isinstance(text, str) else text.decode(errors="replace"))
        except ConnectionClosed:
            pass  # without a close frame: for a charge point this is everyday life
        finally:
            if not self.closed.done():
                self.closed.set_result(None)
            if self._open and not self._open.answer.done():
                self._open.answer.set_exception(Offline("the connection was lost"))
            for task in self._answering:
                task.cancel()

    async def request(
        self, action: str, payload: Mapping[str, Any], id: str, timeout: float
    ) -> dict[str, Any]:
        """Send a CALL when none is open, and wait for what is answered to it."""
        async with self._call_lock:
            answer: asyncio.Future[tuple[int, list[Any]]] = (
                asyncio.get_running_loop().create_future()
            )
            frame = Frame(self._now(), True, frames.spell(CALL, id, action, payload))
            frame.kind, frame.id, frame.action, frame.payload = CALL, id, action, payload
            self._open = OpenCall(id, action, time.perf_counter(), answer)
            try:
                await self.say(frame)
                self._open.sent = time.perf_counter()
                async with asyncio.timeout(timeout):
                    kind, rest = await answer
            except TimeoutError:
                self._given_up.add(id)
                raise NoAnswer(f"no answer to {action} in {timeout:g} s") from None
            finally:
                self._open = None
                if answer.done() and not answer.cancelled():
                    answer.exception()  # retrieved: whoever waited may have been cancelled
        if kind == ERROR:
            raise CallFailed(str(rest[0]), str(rest[1]), rest[2])
        if not isinstance(rest[0], dict):
            raise Malformed(f"the answer to {action} is no object")
        if self._strict and (wrong := schemas.violations(RESULT, action, rest[0])):
            raise Malformed(f"the answer to {action} breaks its schema: {wrong[0]}")
        return rest[0]

    async def say(self, frame: Frame) -> None:
        self._observe(frame)
        try:
            await self._send(frame.text)
        except ConnectionClosed as error:
            raise Offline("the connection is closed") from error

    async def _send(self, message: str) -> None:
        await self.socket.send(message)

    async def answer(self, id: str, action: str, text: str, payload: Any) -> None:
        """Answer a CALL of the central system; the next may come from now on."""
        _, began = self._theirs.pop(id, ("", time.perf_counter()))
        frame = Frame(self._now(), True, text, None, id, action, payload)
        frame.kind = RESULT if text.startswith("[3,") else ERROR
        frame.elapsed = time.perf_counter() - began
        await self.say(frame)

    def forget(self, id: str) -> None:
        """This CALL will have no answer: the next may come once it has been given up."""
        self._theirs.pop(id, None)

    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self.socket.close(code, reason)

    async def gone(self) -> None:
        """Wait for the end; whoever is cancelled while waiting must not take `closed` along."""
        await asyncio.wait([self.closed])

    def abort(self) -> None:
        """As if the cable were cut: no close frame."""
        self.socket.transport.abort()

    def _receive(self, text: str) -> None:
        received = time.perf_counter()
        frame = Frame(self._now(), False, text)
        parsed = frames.read(text)
        if parsed is None:
            frame.breach = "not a frame of OCPP"
            self._observe(frame)
            if (id := frames.unread_call(text)) is not None:
                error = frames.spell(ERROR, id, "FormationViolation", "", {})
                self._attend(self.answer(id, "", error, "FormationViolation"))
            return
        frame.kind, frame.id, rest = parsed
        if frame.kind == CALL:
            self._receive_call(frame, rest, received)
        else:
            self._receive_answer(frame, rest, received)

    def _receive_call(self, frame: Frame, rest: list[Any], received: float) -> None:
        id = frame.id or ""
        frame.action, frame.payload = rest[0], rest[1] if rest[1] is not None else {}
        if self._theirs:
            frame.breach = "a second CALL while one is open"
        elif len(id) > LONGEST_ID or id in self._their_ids:
            frame.breach = "an id that is too long or was used before"
        elif self._strict and (wrong := schemas.violations(CALL, rest[0], frame.payload)):
            frame.breach = wrong[0]
        if self._strict:
            self._their_ids.add(id)
        self._theirs[id] = (rest[0], received)
        self._observe(frame)
        self._attend(self._hear(self, id, rest[0], frame.payload))

    def _attend(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._answering.add(task)
        task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        """The line may have gone before the answer: nobody is left to be told."""
        self._answering.discard(task)
        if not task.cancelled() and not isinstance(task.exception(), Offline):
            task.result()

    def _receive_answer(self, frame: Frame, rest: list[Any], received: float) -> None:
        open_call = self._open
        if open_call is None or open_call.id != frame.id or open_call.answer.done():
            late = frame.id in self._given_up
            frame.breach = "an answer that comes too late" if late else "answers no open CALL"
            self._observe(frame)
            return
        frame.action, frame.elapsed = open_call.action, received - open_call.sent
        frame.payload = rest[0] if frame.kind == RESULT else rest
        if self._strict and frame.kind == RESULT:
            wrong = schemas.violations(RESULT, open_call.action, frame.payload)
            frame.breach = wrong[0] if wrong else None
        self._observe(frame)
        open_call.answer.set_result((frame.kind or 0, rest))
