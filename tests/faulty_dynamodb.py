"""A store that hangs, throttles and fails in the middle: a proxy in front of the emulator.

    wrapper = faulty_dynamodb.wrapper(tmp_path)              # stands in for the emulators' python
    monkeypatch.setenv("CSMS_EMULATORS_PYTHON", str(wrapper))
    csms = running.start()
    faults = Faults(csms.health["awsEndpoint"])
    faults.add("TransactWriteItems", "hang", containing="TX#")

`how` is one of: "hang" (until `clear`, then it goes on), "throttle", "conflict" (with another
transaction), "fail" (500), "cut" (the connection closes without an answer), "slow" (half a
second). With `after=True` the operation takes effect first. It happens to the `nth` request that
matches, and to `times` of them from there on.
"""

import argparse
import asyncio
import json
import os
import shlex
import signal
import socket
import sys
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

PATH = "/_faults"
SLOW = 0.5  # seconds
PATIENCE = 10.0
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Fault:
    operation: str
    how: str
    nth: int = 1
    times: int = 1
    after: bool = False
    containing: str = ""
    met: int = 0  # requests that matched so far

    def strikes(self, operation: str, body: bytes) -> bool:
        if operation != self.operation or self.containing.encode() not in body:
            return False
        self.met += 1
        return self.nth <= self.met < self.nth + self.times


class Faults:
    """What goes wrong, told to a proxy from outside."""

    def __init__(self, endpoint: str) -> None:
        self._url = endpoint + PATH

    def add(
        self,
        operation: str,
        how: str,
        *,
        nth: int = 1,
        times: int = 1,
        after: bool = False,
        containing: str = "",
    ) -> None:
        self._say("POST", asdict(Fault(operation, how, nth, times, after, containing)))

    def clear(self) -> None:
        """Nothing goes wrong from here on; what hangs goes on."""
        self._say("DELETE")

    @property
    def met(self) -> int:
        """How many requests have matched any fault."""
        return sum(fault["met"] for fault in self._say("GET"))

    def _say(self, method: str, body: Any = None) -> Any:
        request = urllib.request.Request(self._url, json.dumps(body).encode(), method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)


class Proxy:
    def __init__(self, target: str) -> None:
        self._target = target
        self._faults: list[Fault] = []
        self._go_on = asyncio.Event()
        self._session = aiohttp.ClientSession(auto_decompress=False)
        server = web.Server(self._handle, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)

    async def start(self, listener: socket.socket) -> None:
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()

    async def stop(self) -> None:
        self._go_on.set()
        await self._runner.cleanup()
        await self._session.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.content.read()
        if request.path == PATH:
            return self._control(request.method, body)
        operation = request.headers.get("x-amz-target", "").rpartition(".")[2]
        struck = [fault for fault in self._faults if fault.strikes(operation, body)]
        if not struck:
            return await self._forward(request, body)
        fault = struck[0]
        answer = await self._forward(request, body) if fault.after else None
        match fault.how:
            case "throttle":
                return _error(400, "ProvisionedThroughputExceededException")
            case "conflict":
                return _conflict(operation, body)
            case "fail":
                return _error(500, "InternalServerError")
            case "cut":
                assert request.transport is not None
                request.transport.abort()
                raise ConnectionResetError
            case "slow":
                await asyncio.sleep(SLOW)
            case "hang":
                await self._go_on.wait()
        return answer or await self._forward(request, body)

    def _control(self, method: str, body: bytes) -> web.Response:
        match method:
            case "POST":
                self._faults.append(Fault(**json.loads(body)))
            case "DELETE":
                self._faults.clear()
                self._go_on.set()
                self._go_on = asyncio.Event()
        return web.json_response([asdict(fault) for fault in self._faults])

    async def _forward(self, request: web.BaseRequest, body: bytes) -> web.Response:
        async with self._session.request(
            request.method, self._target + request.path, headers=request.headers, data=body
        ) as answer:
            kept = ("Content-Type", "x-amzn-RequestId", "x-amz-crc32")
            headers = {name: answer.headers[name] for name in kept if name in answer.headers}
            return web.Response(status=answer.status, headers=headers, body=await answer.read())


def _error(status: int, kind: str, **more: Any) -> web.Response:
    told = {"__type": kind, "message": "as the test wants it", **more}
    return web.json_response(told, status=status)


def _conflict(operation: str, body: bytes) -> web.Response:
    if operation != "TransactWriteItems":
        return _error(400, "TransactionConflictException")
    reasons = [{"Code": "None"} for _ in json.loads(body)["TransactItems"]]
    reasons[0] = {"Code": "TransactionConflict"}
    return _error(400, "TransactionCanceledException", CancellationReasons=reasons)


def wrapper(folder: Path) -> Path:
    """A program that takes the place of the emulators' python: the emulator behind a proxy.

    What else that runs, it runs as it is.
    """
    real = os.environ.get("CSMS_EMULATORS_PYTHON", ROOT / ".venv-emulators" / "bin" / "python")
    words = [sys.executable, str(Path(__file__)), "--python", str(real)]
    program = folder / "python-of-a-faulty-store"
    program.write_text(
        "#!/bin/sh\n"
        f'[ "$2" = csms_tools.local.emulator ] || exec {shlex.quote(str(real))} "$@"\n'
        f'exec {shlex.join(words)} "$@"\n'
    )
    program.chmod(0o755)
    return program


async def _run(python: str, listener: socket.socket, options: list[str]) -> int:
    behind = socket.create_server(("127.0.0.1", 0))
    process = await asyncio.create_subprocess_exec(
        python,
        *("-m", "csms_tools.local.emulator", "--listener", str(behind.fileno()), *options),
        stdin=asyncio.subprocess.PIPE,  # ends with us
        pass_fds=[behind.fileno()],
    )
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, process.terminate)
    loop.add_reader(sys.stdin.fileno(), process.terminate)
    proxy = Proxy(f"http://127.0.0.1:{behind.getsockname()[1]}")
    await proxy.start(listener)
    code = await process.wait()
    await proxy.stop()
    return code


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("-m", required=True)
    parser.add_argument("--listener", type=int, required=True)
    known, options = parser.parse_known_args()
    return asyncio.run(_run(known.python, socket.socket(fileno=known.listener), options))


if __name__ == "__main__":
    sys.exit(main())
