"""`csms up`, some of whose functions die and some of whose posts fail, as it is told from outside.

    python -m tests.faults.struck up …
    faults = Faults(csms.health["faults"])
    faults.add("post", "gone", times=3)
    faults.add("StartTransaction", "kill", containing="CARD-1")

A post to a connection: "gone", "throttle" (429, before anything was sent), "fail" (500), "unheard"
(it is sent, and who sent it is told 500). A call of a function, by its id, or "function" for any:
"kill" (its process, somewhere in the middle of it), "freeze" (until its timeout has ended it, which
is a second here), "throttle" (Lambda takes no more calls), "twice" (it runs beside itself).

What a queue hands out comes again after three seconds here, and not after a minute. `mostAtWork` of
its health is how many messages of one connection were with functions at the same time.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from csms_tools import cli
from csms_tools.local import doors, runtime
from csms_tools.local.functions.lambda_service import FunctionError, Functions
from csms_tools.local.functions.link import WorkerLink
from csms_tools.local.plain_http import Request, Response
from csms_tools.local.stack import stack
from csms_tools.local.stack.event_sources import Queue
from tests.faulty_dynamodb import PATH, Fault

TIMEOUT = 1.0  # seconds
DIES_WITHIN = 0.02  # seconds of its call
VISIBILITY = 3  # seconds

_faults: list[Fault] = []
_at_work: Counter[str] = Counter()  # by connection
_most_at_work: dict[str, int] = {}


def _struck(what: str, body: bytes, *names: str) -> str | None:
    """How a request is struck, if it is; `names` are the ways in which it can be."""
    struck = [fault for fault in _faults if fault.how in names and fault.strikes(what, body)]
    return struck[0].how if struck else None


def _control(request: Request) -> Response:
    match request.method:
        case "POST":
            _faults.append(Fault(**json.loads(request.body)))
        case "DELETE":
            _faults.clear()
    return Response(200, {}, json.dumps([asdict(fault) for fault in _faults]).encode())


def _refusal(status: int, kind: str) -> Response:
    return Response(status, {"x-amzn-errortype": kind}, b'{"message": "as the test wants it"}')


def _with_failing_posts(original: Any) -> Any:
    def management(*arguments: Any) -> Any:
        answer = original(*arguments)

        def failing(request: Request) -> Response:
            if request.path == PATH:
                return _control(request)
            ways = ("gone", "throttle", "fail", "unheard")
            match request.method == "POST" and _struck("post", request.body, *ways):
                case "gone":
                    return _refusal(410, "GoneException")
                case "throttle":
                    return _refusal(429, "LimitExceededException")
                case "unheard":
                    answer(request)
                    return _refusal(500, "InternalServerError")
                case "fail":
                    return _refusal(500, "InternalServerError")
            answered: Response = answer(request)
            return answered

        return failing

    return management


def _with_failing_calls() -> None:
    invoke, call = Functions.invoke, WorkerLink.call

    async def counted_invoke(self: Functions, function_id: str, event: Any) -> Any:
        id = event.get("requestContext", {}).get("connectionId", "")
        if not id or event["requestContext"].get("eventType") != "MESSAGE":
            return await failing_invoke(self, function_id, event)
        _at_work[id] += 1
        _most_at_work[id] = max(_most_at_work.get(id, 0), _at_work[id])
        try:
            return await failing_invoke(self, function_id, event)
        finally:
            _at_work[id] -= 1

    async def failing_invoke(self: Functions, function_id: str, event: Any) -> Any:
        body = json.dumps(event).encode()
        ways = ("throttle", "twice")
        match _struck(function_id, body, *ways) or _struck("function", body, *ways):
            case "throttle":
                told = {"errorType": "TooManyRequestsException", "errorMessage": "Rate Exceeded."}
                raise FunctionError(function_id, told)
            case "twice":
                both = (invoke(self, function_id, event) for _ in range(2))
                _, result = await asyncio.gather(*both)
                return result
        return await invoke(self, function_id, event)

    def failing_call(self: WorkerLink, function: Any, event: Any) -> Any:
        body = json.dumps(event).encode()
        how = _struck(function.id, body, "kill", "freeze") or _struck(
            "function", body, "kill", "freeze"
        )
        if how == "freeze" and self.pid:
            os.kill(self.pid, signal.SIGSTOP)
            function = replace(function, timeout=TIMEOUT)
        result = call(self, function, event)
        if how == "kill":
            loop = asyncio.get_running_loop()
            loop.call_later(random.uniform(0, DIES_WITHIN), _kill, self, result)
        return result

    Functions.invoke = counted_invoke  # type: ignore[method-assign]
    WorkerLink.call = failing_call  # type: ignore[method-assign]


def _kill(link: WorkerLink, result: asyncio.Future[Any]) -> None:
    if link.pid and not result.done():  # a worker is known once it has said who it is
        with suppress(ProcessLookupError):
            os.kill(link.pid, signal.SIGKILL)


def _with_impatient_queues(original: Any) -> Any:
    def queues(resources: Any) -> Iterator[Queue]:
        for queue in original(resources):
            attributes = {**queue.attributes, "VisibilityTimeout": str(VISIBILITY)}
            yield replace(queue, attributes=attributes)

    return queues


def _with_an_address(original: Any) -> Any:
    def health(self: Any) -> dict[str, Any]:
        told: dict[str, Any] = original(self)
        endpoint = f"http://127.0.0.1:{self.ports['connections']}"
        return told | {"faults": endpoint, "mostAtWork": max(_most_at_work.values(), default=0)}

    return health


def main() -> None:
    for module, name, changed in (
        (doors, "management", _with_failing_posts),
        (stack, "queues", _with_impatient_queues),
    ):
        vars(module)[name] = changed(vars(module)[name])
    runtime.Runtime.health = _with_an_address(runtime.Runtime.health)  # type: ignore[method-assign]
    _with_failing_calls()
    sys.argv[0] = "csms"
    cli.main()


if __name__ == "__main__":
    main()
