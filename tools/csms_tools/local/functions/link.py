"""The runtime's end of a worker: hands it a call and waits as long as the function may take."""

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csms_tools.local.functions import framing
from csms_tools.local.stack.stack import Function

_logger = logging.getLogger(__name__)


class FunctionError(Exception):
    """A function raised, timed out, died or returned what is not JSON.

    `payload` is what Lambda answers instead of a result: errorType, errorMessage, requestId.
    """

    def __init__(self, function_id: str, payload: dict[str, Any]) -> None:
        super().__init__(f"{function_id}: {payload['errorType']}: {payload['errorMessage']}")
        self.function_id = function_id
        self.payload = payload


@dataclass(frozen=True)
class _Call:
    function: Function
    request_id: str
    result: asyncio.Future[Any]
    timer: asyncio.TimerHandle

    def fail(self, payload: dict[str, Any]) -> None:
        self.timer.cancel()
        if not self.result.done():  # whoever asked may have gone away
            self.result.set_exception(
                FunctionError(self.function.id, {"requestId": self.request_id, **payload})
            )


class WorkerLink(asyncio.Protocol):
    def __init__(
        self,
        free: Callable[["WorkerLink"], None],
        gone: Callable[["WorkerLink"], None],
        kill: Callable[[int], None],
    ) -> None:
        """`free`: it can take a call again. `gone`: it never will. `kill` ends a process."""
        self.pid = 0  # until it has said so
        self._free, self._gone, self._kill = free, gone, kill
        self._splitter = framing.Splitter()
        self._transport: asyncio.WriteTransport | None = None
        self._call: _Call | None = None
        self._condemned = False
        self._closed = False

    def call(self, function: Function, event: Any) -> asyncio.Future[Any]:
        """The result to come. One call at a time; the event must be JSON (TypeError)."""
        loop = asyncio.get_running_loop()
        request_id = str(uuid.uuid4())
        message = framing.packed({"function": function.id, "id": request_id, "event": event})
        timer = loop.call_later(function.timeout, self._time_out)
        self._call = _Call(function, request_id, loop.create_future(), timer)
        assert self._transport is not None
        self._transport.write(message)
        return self._call.result

    def close(self) -> None:
        self._closed = True
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        for message in self._splitter.feed(data):
            if "pid" in message:
                self.pid = message["pid"]
                if self._condemned:
                    self._kill(self.pid)
            elif self._call is not None:
                call, self._call = self._call, None
                self._finish(call, message)

    def connection_lost(self, _: Exception | None) -> None:
        call, self._call = self._call, None
        if call is not None:
            why = f"RequestId: {call.request_id} Error: Runtime exited without providing a reason"
            call.fail({"errorType": "Runtime.ExitError", "errorMessage": why})
            if not self._closed:
                _logger.error("%s: its worker died in the middle of a call", call.function.id)
        if not self._condemned:
            self._gone(self)

    def _finish(self, call: _Call, message: dict[str, Any]) -> None:
        if "error" in message:
            call.fail(message["error"])
        else:
            call.timer.cancel()
            if not call.result.done():
                call.result.set_result(message["result"])
        self._free(self)

    def _time_out(self) -> None:
        call, self._call = self._call, None
        if call is None:
            return
        after = f"Task timed out after {call.function.timeout:.2f} seconds"
        message = f"RequestId: {call.request_id} Error: {after}"
        call.fail({"errorType": "Sandbox.Timedout", "errorMessage": message})
        _logger.error("%s: %s", call.function.id, after)
        self._condemned = True
        if self.pid:
            self._kill(self.pid)
        self._gone(self)
