"""One WebSocket: the handshake's answer, the messages, and every bound that a client can run into.

The protocol itself is websockets' Sans-I/O implementation, because it sees single frames (API
Gateway limits them apart from messages) and leaves the answer to the handshake to us.
"""

import asyncio
import logging
import select
from typing import cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from csms_tools.local.gateway.endings import how_it_ended
from csms_tools.local.gateway.intake import Intake, Unacceptable
from csms_tools.local.gateway.interface import Full, Receiver, Refusal, Server
from csms_tools.local.gateway.timers import Timers

logger = logging.getLogger(__name__)
logger.setLevel(logging.WARNING)  # websockets tells of every opening and closing at INFO

_HUNG_UP = getattr(select, "POLLRDHUP", select.POLLHUP)
_LINGER_SECONDS = 0.25
_CONTROL = (Opcode.PING, Opcode.PONG, Opcode.CLOSE)


class Socket(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server = server
        self.platform = server.platform
        self.loop = asyncio.get_running_loop()
        self.last_active = 0.0
        self._protocol = ServerProtocol(
            max_size=(self.platform.message_bytes, self.platform.frame_bytes), logger=logger
        )
        # Both are there once the client has its 101.
        self._receiver: Receiver | None = None
        self._intake: Intake | None = None
        self._leaving = False
        self._timers = Timers()

    # The gateway's side

    @property
    def is_open(self) -> bool:
        return self._receiver is not None and self._protocol.state is State.OPEN

    @property
    def has_hung_up(self) -> bool:
        if self.transport.is_closing():
            return True
        looked = select.poll()
        looked.register(self.transport.get_extra_info("socket").fileno(), _HUNG_UP)
        return bool(looked.poll(0))

    def send(self, text: bytes) -> None:
        """One message, in as many frames as the frame limit asks for. Raises Full."""
        if self.transport.get_write_buffer_size() > self.platform.unread_bytes:
            raise Full
        size = self.platform.frame_bytes
        self._protocol.send_text(text[:size], fin=len(text) <= size)
        for start in range(size, len(text), size):
            fragment = text[start : start + size]
            self._protocol.send_continuation(fragment, fin=start + size >= len(text))
        self.last_active = self.loop.time()
        self._flush()

    def close(self, code: int, reason: str) -> None:
        if self.is_open:
            self._leaving = True
            self._protocol.send_close(code, reason)
            self._flush()
            self._end_soon()

    def abort(self) -> None:
        self.transport.abort()

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.server.connected(self)
        self.transport.set_write_buffer_limits(high=self.platform.unread_bytes // 4)
        self._timers.set("handshake", self.platform.handshake_seconds, self.abort)

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._flush()
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._timers.cancel("handshake")
                self._reading(False)
                self.server.spawn(self._shake_hands(event))
            elif isinstance(event, Frame) and self._intake is not None:
                self._take(event, self._intake)
            else:  # it did not wait for the answer to its upgrade request
                self.abort()
        if self._protocol.close_expected():
            self._end_soon()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.receive_eof()
        self._timers.cancel_all()
        if self._receiver is not None:
            self._receiver.closed(*how_it_ended(self._protocol))
        # they refer to each other, and would stay until the garbage is looked through
        self._receiver = self._intake = None
        self._protocol.parser.close()
        self._protocol.parser_exc = None

    def pause_writing(self) -> None:
        """It does not read. What it says must wait: posts to it would only fail, one by one."""
        self._timers.set("unread", self.platform.unread_seconds, self.abort)
        if self._intake is not None:
            self._intake.hold(True)

    def resume_writing(self) -> None:
        self._timers.cancel("unread")
        if self._intake is not None:
            self._intake.hold(False)

    # How it begins

    async def _shake_hands(self, request: Request) -> None:
        receiver = None
        response = self._protocol.accept(request)
        if response.status_code == 101:
            address, *_ = self.transport.get_extra_info("peername")
            tls = self.transport.get_extra_info("ssl_object")
            certificate = tls.getpeercert(binary_form=True) if tls else None
            answer = await self.server.handshake(
                self, address, tls is not None, certificate, request
            )
            if isinstance(answer, Refusal):
                response = answer.response()
            else:
                response.headers.update(answer.headers)
                receiver = answer.receiver
        if self.transport.is_closing() or self._protocol.eof_sent:
            return  # the client has hung up meanwhile
        self._protocol.send_response(response)
        self._flush()
        if receiver is None:
            self._end_soon()
        else:
            self._opened(receiver)
        self._reading(True)

    def _opened(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._intake = Intake(
            receiver,
            in_flight=self.platform.in_flight,
            spawn=self.server.spawn,
            reading=lambda wanted: self._reading(wanted or not self.is_open),
        )
        self.last_active = self.loop.time()
        self._timers.set("idle", self.platform.idle_seconds, self._idle)
        self._timers.set("connection", self.platform.connection_seconds, self._going_away)
        receiver.opened()

    def _take(self, frame: Frame, intake: Intake) -> None:
        if frame.opcode in _CONTROL:
            active = self.platform.ping_resets_idle
        elif self._leaving:
            return
        else:
            try:
                active = intake.take(frame)
            except Unacceptable as error:
                self._leaving = True
                self._protocol.fail(error.code, error.reason)
                self._flush()
                return
        if active:
            self.last_active = self.loop.time()

    # How it ends

    def _idle(self) -> None:
        left = self.last_active + self.platform.idle_seconds - self.loop.time()
        if left > 0:
            self._timers.set("idle", left, self._idle)
        else:
            self._going_away()

    def _going_away(self) -> None:
        self.close(CloseCode.GOING_AWAY, "Going away")

    def _end_soon(self) -> None:
        """A close frame has left: the client has a moment to say goodbye."""
        self._reading(True)
        if "closing" not in self._timers:
            self._timers.set("closing", self.platform.closing_seconds, self.abort)

    # Bytes

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self.transport.write(data)
            elif self._protocol.close_rcvd is not None:
                self.transport.close()
            else:
                # To close with bytes unread resets the connection, and the client may never see
                # why. So stop writing first, and read on for a moment.
                if self.transport.can_write_eof():
                    self.transport.write_eof()
                self._timers.set("linger", _LINGER_SECONDS, self.transport.close)

    def _reading(self, wanted: bool) -> None:
        if not self.transport.is_closing():
            (self.transport.resume_reading if wanted else self.transport.pause_reading)()
