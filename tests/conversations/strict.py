"""A charge point that suffers one open call at a time, each once, each as the schemas have it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed

from csms_tools.charge_point.conversation.schemas import violations
from tests.conversations import running
from tests.conversations.running import PATIENCE, Line
from tests.test_schemas import official, resolved

Payload = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One of the central system."""

    command_id: str
    action: str
    payload: Payload
    text: str

    def answer(self, payload: Any) -> str:
        return compact([3, self.command_id, payload])

    def error(self, code: str, description: str = "") -> str:
        return compact([4, self.command_id, code, description, {}])


async def accepts(call: Call) -> str:
    return call.answer({"status": "Accepted"})


async def keeps_silent(_: Call) -> None:
    return None


def says(payload: Any) -> "Reply":
    async def reply(call: Call) -> str:
        return call.answer(payload)

    return reply


def accepts_after(event: asyncio.Event) -> "Reply":
    async def reply(call: Call) -> str:
        await event.wait()
        return call.answer({"status": "Accepted"})

    return reply


Reply = Callable[[Call], Awaitable[str | None]]
"""The frame that answers a call; None: there will be none."""


class ChargePoint:
    """What it finds wrong ends the test that it is connected in."""

    def __init__(
        self, ws: str, id: str, reply: Reply, headers: dict[str, str] | None = None
    ) -> None:
        self.id = id
        self.url = f"{ws}/{id}"
        self.reply = reply
        self.headers = headers
        self.ca: Path | None = None
        self.certificate: Path | None = None
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self.line: Line
        self._heard = asyncio.Condition()
        self._open: str | None = None
        self._said: dict[str, asyncio.Future[Any]] = {}
        self._ids = (f"own-{number}" for number in count(1))

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["ChargePoint"]:
        async with running.line(
            self.url, ca=self.ca, certificate=self.certificate, headers=self.headers
        ) as self.line:
            self._open = None  # what the last connection carried is over
            listening = asyncio.create_task(self._listen(self.line))
            try:
                yield self
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
        assert not self.faults, self.faults

    async def call(self, action: str, payload: Payload, unique_id: str = "") -> Any:
        """Say it; the payload of the answer, or its code if it is a CALLERROR."""
        unique_id = unique_id or next(self._ids)
        self._said[unique_id] = asyncio.get_running_loop().create_future()
        await self.line.send(2, unique_id, action, payload)
        async with asyncio.timeout(PATIENCE):
            return await self._said[unique_id]

    async def hang_up(self, _: Call) -> None:
        """As an answer: the connection is gone."""
        await self.line.socket.close()

    async def heard(self, number: int) -> list[Call]:
        """All calls, once there are so many."""
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(self.calls) >= number)
        return self.calls

    async def _listen(self, line: Line) -> None:
        replies: set[asyncio.Task[None]] = set()
        with suppress(ConnectionClosed), _ending(replies):
            async for text in line.socket:
                assert isinstance(text, str)
                match json.loads(text):
                    case [2, unique_id, action, payload]:
                        call = Call(unique_id, action, payload, text)
                        self._judge(call)
                        async with self._heard:
                            self.calls.append(call)
                            self._heard.notify_all()
                        replies.add(asyncio.create_task(self._answer(line, call)))
                    case [3 | 4, unique_id, answer, *_] if unique_id in self._said:
                        self._said.pop(unique_id).set_result(answer)
                    case _:
                        self.faults.append(f"not expected: {text}")

    def _judge(self, call: Call) -> None:
        if self._open:
            self.faults.append(f"{call.text} came before {self._open} was answered")
        if call.command_id in {before.command_id for before in self.calls}:
            self.faults.append(f"{call.command_id} came twice")
        in_order = in_schema_order(official(call.action), call.payload)
        if call.text != compact([2, call.command_id, call.action, in_order]):
            self.faults.append(f"not compact, or its members not in order: {call.text}")
        self.faults += violations(2, call.action, call.payload)
        self._open = call.command_id

    async def _answer(self, line: Line, call: Call) -> None:
        try:
            answer = await self.reply(call)
        except Exception as error:
            self.faults.append(f"no reply to {call.text}: {error!r}")
            return
        self._open = None
        if answer is not None:
            with suppress(ConnectionClosed):
                await line.socket.send(answer)


@contextmanager
def _ending(tasks: set[asyncio.Task[None]]) -> Iterator[None]:
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def compact(frame: list[Any]) -> str:
    return json.dumps(frame, separators=(",", ":"))


def in_schema_order(schema: Payload, value: Any, root: Payload | None = None) -> Any:
    root = root or schema
    schema = resolved(schema, root)
    match value:
        case dict():
            members: Payload = schema.get("properties", {})
            return {
                name: in_schema_order(members.get(name, {}), value[name], root)
                for name in [*members, *(value.keys() - members)]
                if name in value
            }
        case list():
            return [in_schema_order(schema.get("items", {}), element, root) for element in value]
        case _:
            return value


def with_members_reversed(value: Any) -> Any:
    match value:
        case dict():
            return {name: with_members_reversed(value[name]) for name in reversed(value)}
        case list():
            return [with_members_reversed(element) for element in value]
        case _:
            return value
