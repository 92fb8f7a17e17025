"""A worker process: one call at a time, of whichever function it is told."""

import os
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from csms_tools.local.functions import framing
from csms_tools.local.functions.context import Context

Message = dict[str, Any]

BEHIND = 5  # niceness of who waits for a charge point, behind who is waited for


@dataclass(frozen=True)
class Loaded:
    """A function as a worker has it. `waits`: for charge points, whose own calls go first."""

    id: str
    arn: str
    memory: int
    timeout: float
    environment: Mapping[str, str]  # all that os.environ shall have
    handler: Callable[[Any, Context], Any]
    waits: bool


def serve(connection: socket.socket, functions: Mapping[str, Loaded]) -> None:
    """Answer calls until the runtime is gone."""
    environments = {
        id: {os.fsencode(name): os.fsencode(value) for name, value in each.environment.items()}
        for id, each in functions.items()
    }
    connection.sendall(framing.packed({"pid": os.getpid()}))
    stream = connection.makefile("rb")
    while (call := framing.read(stream)) is not None:
        function = functions[call["function"]]
        _dress(environments[function.id])
        answer = _answered(function, call["id"], call["event"])
        connection.sendall(_packed(answer, call["id"]))


def _dress(environment: Mapping[bytes, bytes]) -> None:
    # to read all of it by its public ways takes as long as a small function
    worn: dict[bytes, bytes] = os.environb._data  # type: ignore[attr-defined]
    if worn == environment:
        return
    for name in worn.keys() - environment.keys():
        del os.environb[name]
    for name, value in environment.items():
        if worn.get(name) != value:
            os.environb[name] = value


def _answered(function: Loaded, request_id: str, event: Any) -> Message:
    if function.waits and os.getpriority(os.PRIO_PROCESS, 0) < BEHIND:
        os.setpriority(os.PRIO_PROCESS, 0, BEHIND)
    context = Context(
        function_name=function.environment["AWS_LAMBDA_FUNCTION_NAME"],
        memory_limit_in_mb=str(function.memory),
        invoked_function_arn=function.arn,
        aws_request_id=request_id,
        log_group_name=function.environment["AWS_LAMBDA_LOG_GROUP_NAME"],
        log_stream_name=function.environment["AWS_LAMBDA_LOG_STREAM_NAME"],
        timeout=function.timeout,
    )
    try:
        return {"result": function.handler(event, context)}
    except Exception as error:
        trace = traceback.format_tb(error.__traceback__)[1:]
        _log(f"{type(error).__name__}: {error}", trace)
        return _failed(type(error).__name__, str(error), request_id, trace)


def _packed(answer: Message, request_id: str) -> bytes:
    try:
        return framing.packed(answer)
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        _log(message, [])
        return framing.packed(_failed("Runtime.MarshalError", message, request_id, []))


def _failed(kind: str, message: str, request_id: str, trace: list[str]) -> Message:
    """What Lambda answers instead of a result."""
    return {
        "error": {
            "errorType": kind,
            "errorMessage": message,
            "requestId": request_id,
            "stackTrace": trace,
        }
    }


def _log(message: str, trace: list[str]) -> None:
    lines = "".join(["Traceback (most recent call last):\n", *trace]) if trace else ""
    print(f"[ERROR] {message}\n{lines}", end="", file=sys.stderr, flush=True)
