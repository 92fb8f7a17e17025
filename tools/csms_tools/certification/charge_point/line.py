"""One open connection: each frame is judged as it comes, by the rules that hold in every case."""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

from csms_tools.certification.charge_point.frames import (
    Call,
    CallError,
    Memory,
    call_error,
    compact,
    read,
)
from csms_tools.certification.charge_point.journal import Journal
from csms_tools.certification.charge_point.schemas import Payload, actions
from csms_tools.certification.charge_point.transport import Closed, Connection
from csms_tools.certification.failures import Failed

LAST_FRAMES = 0.5  # seconds, until those are read that came before the end


class Line:
    def __init__(
        self, connection: Connection, journal: Journal, memory: Memory, seconds: float
    ) -> None:
        """`seconds`: how long an answer, or an expected CALL, may take."""
        self.connection = connection
        self.seconds = seconds
        self._journal = journal
        self._memory = memory
        self._calls: asyncio.Queue[Call] = asyncio.Queue()
        self._own: tuple[str, str, asyncio.Future[tuple[float, Any]]] | None = None
        self._theirs: Call | None = None
        self._fault: asyncio.Future[Failed] = asyncio.get_running_loop().create_future()
        self._told = self._closed = False  # the fault, and whether it is that
        self._listening = asyncio.create_task(self._listen())

    async def close(self, *, abruptly: bool = False) -> None:
        await (self.connection.abort() if abruptly else self.connection.close())
        await asyncio.wait({self._listening}, timeout=LAST_FRAMES)
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        if unheard := self._unheard():
            self._memory.unheard.append(unheard)

    def _unheard(self) -> Failed | None:
        if self._fault.done() and not self._told and not self._closed:
            return self._fault.result()
        return None if self._calls.empty() else self._unexpected()

    # What the charge point says

    async def call(
        self, action: str, payload: Any, unique_id: str, *too_many: Any
    ) -> Payload | CallError:
        """`too_many`: elements behind the payload.

        Raises Failed if no answer comes in time, or none that is whole.
        """
        answered: asyncio.Future[tuple[float, Any]] = asyncio.get_running_loop().create_future()
        self._own = (unique_id, action, answered)
        sent = time.monotonic()  # once it is sent, others may have had the processor already
        await self.say([2, unique_id, action, payload, *too_many])
        try:
            at, answer = await self._before_a_fault(answered, f"{action} is answered")
        finally:
            self._own = None
        if not isinstance(answer, CallError):
            self._journal.answered.append((action, at - sent))
        found: Payload | CallError = answer
        return found

    async def answer(self, call: Call, payload: Payload) -> None:
        await self._end(call, [3, call.unique_id, payload])

    async def answer_error(self, call: Call, code: str, description: str = "") -> None:
        await self._end(call, [4, call.unique_id, code, description, {}])

    async def say(self, frame: Any) -> None:
        """Raises Failed if the connection is closed. A text leaves as it is."""
        text = frame if isinstance(frame, str) else compact(frame)
        self._journal.note("charge point", text)
        try:
            await self.connection.send(text)
        except Closed as closed:
            raise Failed("the connection stays open", str(closed)) from None

    async def _end(self, call: Call, frame: list[Any]) -> None:
        if self._theirs is call:
            self._theirs = None
        await self.say(frame)

    # What the CSMS says

    async def receives(self, action: str) -> Call:
        """Its next CALL, which must be of that action. Raises Failed."""
        call: Call = await self._before_a_fault(self._calls.get(), f"{action} comes")
        if call.action != action:
            raise Failed(f"{action} comes, and no other CALL before it", call.action)
        if call.before:
            raise Failed(f"{action} comes after the answer to {call.before}", "before it")
        return call

    async def comes(self, seconds: float) -> Call | None:
        """Its next CALL, where the scenario leaves it open whether one comes within so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._calls.get()
        return None

    async def quiet(self, seconds: float) -> None:
        """Nothing is left, and nothing comes for so long. Raises Failed."""
        if self._calls.empty():
            await asyncio.wait({self._fault}, timeout=seconds)
        if not self._calls.empty():
            raise self._unexpected()
        if self._fault.done():
            raise self._told_fault()

    def _unexpected(self) -> Failed:
        call = self._calls.get_nowait()
        seen = f"{call.action} {json.dumps(call.payload)}"
        return Failed("no CALL comes that the scenario does not expect", seen)

    def _told_fault(self) -> Failed:
        self._told = True
        return self._fault.result()

    async def ends(self, seconds: float) -> bool:
        """Whether the CSMS closes the connection within so long."""
        done, _ = await asyncio.wait({self._listening}, timeout=seconds)
        return bool(done)

    async def _before_a_fault(self, what: Any, expectation: str) -> Any:
        waited = asyncio.ensure_future(what)
        try:
            done, _ = await asyncio.wait(
                {waited, self._fault}, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if waited in done:
                return waited.result()
        finally:
            waited.cancel()  # also where whoever waits is told not to
        if done:
            raise self._told_fault()
        raise Failed(f"{expectation} within {self.seconds:g} s", "nothing")

    async def _listen(self) -> None:
        try:
            while True:
                self._hear(await self.connection.receive())
        except Failed as fault:
            self._fail(fault)
        except Closed as closed:
            self._closed = not self._fault.done()
            self._fail(Failed("the connection stays open", str(closed)))
        except Exception as error:  # of a frame that nobody has thought of
            self._fail(Failed("a frame can be judged", f"{type(error).__name__}: {error}"))

    def _fail(self, fault: Failed) -> None:
        if not self._fault.done():
            self._fault.set_result(fault)

    def _hear(self, text: str | bytes) -> None:
        at = time.monotonic()
        if isinstance(text, bytes):
            raise Failed("frames are text", f"{len(text)} bytes")
        self._journal.note("CSMS", text)
        match read(text):
            case [2, str(unique_id), str(action), dict(payload)]:
                before = self._own[1] if self._own and not self._own[2].done() else ""
                self._hear_call(Call(unique_id, action, payload, before), text)
            case [3, str(unique_id), dict(payload)]:
                action, answered = self._asked(unique_id, text)
                if action not in actions():
                    raise Failed("an action that is none is answered by a CALLERROR", text)
                self._memory.judge(f"{action}Response", payload, text, [3, unique_id])
                answered.set_result((at, payload))
            case [4, str(unique_id), str(code), str(description), dict()]:
                error = call_error(code, description, text)
                _, answered = self._asked(unique_id, text)
                answered.set_result((at, error))
            case _:
                raise Failed("a frame is a CALL, a CALLRESULT or a CALLERROR", text)

    def _hear_call(self, call: Call, text: str) -> None:
        if self._theirs:
            raise Failed("one CALL is open at a time (OCPP-J 1.6 §4.1.1)", text)
        self._memory.judge_call(call, text)
        self._theirs = call
        self._calls.put_nowait(call)

    def _asked(self, unique_id: str, text: str) -> tuple[str, asyncio.Future[tuple[float, Any]]]:
        if self._own is None or self._own[0] != unique_id or self._own[2].done():
            raise Failed("an answer has the id of the open CALL, and comes once", text)
        return self._own[1], self._own[2]
