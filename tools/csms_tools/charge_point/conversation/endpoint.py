"""The charge point's end of a conversation: it connects, calls, answers, and can be watched.

What is charged and why is unknown here: see `charge_point`.
"""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from csms_tools.charge_point.clock import Clock, WorldClock
from csms_tools.charge_point.conversation import frames, schemas
from csms_tools.charge_point.conversation.answers import Answer, Declined
from csms_tools.charge_point.conversation.frames import CALL, ERROR, RESULT, Frame
from csms_tools.charge_point.conversation.handshake import Access, open_socket
from csms_tools.charge_point.conversation.link import Link
from csms_tools.charge_point.conversation.payloads import to_wire
from csms_tools.charge_point.conversation.replies import Replies, Reply
from csms_tools.charge_point.conversation.watched import Watched
from csms_tools.charge_point.errors import Offline
from csms_tools.charge_point.tasks import FollowUp, Tasks

Accent = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""What becomes of an action's payload on its way out."""


class Endpoint(Watched):
    def __init__(
        self, access: Access, clock: Clock | None, seed: int | None, automatic: bool, strict: bool
    ) -> None:
        super().__init__(clock or WorldClock())
        self.access = access
        self.chance = Random(seed)  # noqa: S311  # chance in a simulation, no secret
        self.automatic = automatic
        self.strict = strict
        self.accent: Accent = lambda _, payload: payload
        self.link: Link | None = None
        self.tasks = Tasks(self.note)
        self.replies = Replies()
        self.held: list[tuple[str, FollowUp]] = []

    @property
    def identity(self) -> str:  # type: ignore[override]
        return self.access.identity

    @property
    def online(self) -> bool:
        return self.link is not None and not self.link.closed.done()

    @property
    def message_timeout(self) -> float:
        return 30.0

    async def open(self, ping_interval: float | None = None) -> Link:
        """Open the socket; raises Refused or Unreachable."""
        socket = await open_socket(self.access, ping_interval)
        self.link = Link(
            self.identity,
            socket,
            now=self.now,
            hear=self._hear,
            observe=self._observed,
            strict=self.strict,
        )
        self.tasks.start("link", self.link.start())
        return self.link

    async def disconnect(self, code: int = 1000, reason: str = "") -> None:
        if self.link is not None and self.online:
            link = self.link
            await link.close(code, reason)
            await link.gone()

    async def drop(self) -> None:
        """Lose the connection without a close frame (1006)."""
        if self.link is not None and self.online:
            self.link.abort()
            await self.link.gone()

    def _link(self) -> Link:
        if self.link is None or not self.online:
            raise Offline("there is no connection")
        return self.link

    # Calling

    async def call(self, action: str, **payload: Any) -> dict[str, Any]:
        """Send a CALL with these members, as they are; give the payload of its CALLRESULT."""
        return await self.call_with(action, payload)

    async def call_with(
        self, action: str, payload: Mapping[str, Any], id: str | None = None
    ) -> dict[str, Any]:
        link, said = self._link(), self.accent(action, payload)
        return await link.request(action, said, id or self.new_id(), self.message_timeout)

    async def send_raw(self, text: str) -> None:
        """Any text at all: for frames that no charge point should send."""
        await self._link().say(Frame(self.now(), True, text))

    def new_id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    # Answering

    def answer_next(self, action: str, times: int = 1, /, **payload: Any) -> None:
        """Answer so instead of by oneself; the state stays as it is and nothing follows."""
        self.replies.add(action, Reply(payload=payload), times)

    def fail_next(self, action: str, code: str = "InternalError", description: str = "") -> None:
        """Answer with a CALLERROR."""
        self.replies.add(action, Reply(error=(code, description, {})))

    def delay_next(self, action: str, seconds: float) -> None:
        self.replies.add(action, Reply(delay=seconds))

    def ignore_next(self, action: str, times: int = 1) -> None:
        """Never answer, and do nothing of what was asked."""
        self.replies.add(action, Reply(silent=True), times)

    def lose_next(self, action: str, *, line: bool = False) -> None:
        """Do what was asked, though the answer never arrives; `line`: nor does the connection."""
        self.replies.add(action, Reply(lost=True, drop=line))

    async def follow_up(self, action: str) -> None:
        """Do what the oldest answer to this action has promised and that was held back."""
        held = next(entry for entry in self.held if entry[0] == action)
        self.held.remove(held)
        await held[1]()

    def respond(self, action: str, payload: dict[str, Any]) -> Answer | None:
        """The answer to a command, or None to give none; raises Declined."""
        raise NotImplementedError

    async def _hear(self, link: Link, id: str, action: str, payload: Any) -> None:
        reply = self.replies.take(action)
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.drop:
            link.abort()
        if reply.lost:
            link.forget(id)
            self._lose(action, self._own(action, payload))
        elif reply.drop:
            return
        elif reply.raw is not None:
            await link.answer(id, action, reply.raw, None)
        elif reply.error is not None:
            await self._say(link, id, action, Declined(*reply.error[:2]))
        elif reply.payload is not None:
            text = frames.spell(RESULT, id, reply.payload)
            await link.answer(id, action, text, reply.payload)
        elif not reply.silent:
            await self._say(link, id, action, self._own(action, payload))

    def _own(self, action: str, payload: Any) -> Answer | Declined | None:
        try:
            if error := next(schemas.errors(CALL, action, payload), None):
                return Declined(schemas.error_code(error), error.message[:255])
            return self.respond(action, payload)
        except Declined as declined:
            return declined
        except Exception as error:  # whatever happened, the central system waits for an answer
            self.note(f"{action} failed: {error!r}")
            return Declined("InternalError", type(error).__name__)

    async def _say(
        self, link: Link, id: str, action: str, answer: Answer | Declined | None
    ) -> None:
        if answer is None:
            return
        if isinstance(answer, Declined):
            text = frames.spell(ERROR, id, answer.code, answer.description, {})
            await link.answer(id, action, text, answer.code)
            return
        payload = to_wire(answer.payload)
        try:
            await link.answer(id, action, frames.spell(RESULT, id, payload), payload)
        except Offline:
            self.note(f"the answer to {action} was lost")
        if answer.then is not None:
            self._follow(action, answer.then)

    def _lose(self, action: str, answer: Answer | Declined | None) -> None:
        self.note(f"the answer to {action} was lost")
        if isinstance(answer, Answer) and answer.then is not None:
            self._follow(action, answer.then)

    def _follow(self, action: str, then: FollowUp) -> None:
        if self.automatic:
            self.tasks.start(f"{action}:{self.chance.getrandbits(32)}", then())
        else:
            self.held.append((action, then))
