"""From frames to messages, and no more of them at a time than one connection may have at work."""

from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from websockets.frames import CloseCode, Frame, Opcode

from csms_tools.local.gateway.interface import Receiver


class Unacceptable(Exception):
    """A frame that ends the connection."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        self.code = code
        self.reason = reason


class Intake:
    def __init__(
        self,
        receiver: Receiver,
        *,
        in_flight: int,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
        reading: Callable[[bool], None],
    ) -> None:
        self._receiver = receiver
        self._most = in_flight
        self._spawn = spawn
        self._reading = reading
        self._partial = bytearray()
        self._waiting: deque[str] = deque()
        self._at_work = 0
        self._held = False

    def take(self, frame: Frame) -> bool:
        """Whether the frame made a message whole. Raises Unacceptable."""
        if frame.opcode is Opcode.BINARY:
            # "API Gateway rejects it and disconnects the client with code 1003"
            raise Unacceptable(CloseCode.UNSUPPORTED_DATA, "Binary frames are not supported")
        self._partial += frame.data
        if not frame.fin:
            return False
        whole, self._partial = self._partial, bytearray()
        try:
            self._waiting.append(whole.decode())
        except UnicodeDecodeError as error:
            raise Unacceptable(CloseCode.INVALID_DATA, "Not UTF-8") from error
        self._next()
        return True

    def hold(self, held: bool) -> None:
        """Hand over nothing while it lasts."""
        self._held = held
        self._next()

    def _next(self) -> None:
        """Hand over what waits; while more waits than may be at work, nothing more is read."""
        while self._waiting and self._at_work < self._most and not self._held:
            self._at_work += 1
            self._spawn(self._hand_over(self._waiting.popleft()))
        self._reading(not self._waiting)

    async def _hand_over(self, text: str) -> None:
        try:
            await self._receiver.message(text)
        finally:
            self._at_work -= 1
            self._next()
