"""Functions as Lambda runs them: workers forked from one warm parent, one call at a time each."""

import asyncio
import contextlib
import json
import os
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from csms_tools.local.functions import framing
from csms_tools.local.functions.environment import lambda_environment
from csms_tools.local.functions.link import FunctionError
from csms_tools.local.functions.pool import WorkerPool
from csms_tools.local.service_process import StartError
from csms_tools.local.stack.stack import Stack

__all__ = ["QUEUED", "FunctionError", "Functions", "StartError"]

_TOOLS = Path(__file__).resolve().parents[3]
_PATIENCE = 5.0  # seconds, for the warm parent to end by itself
_WAITING = 64  # workers of functions that wait
QUEUED = 10  # workers of functions that queues start


class Functions:
    def __init__(
        self,
        stack: Stack,
        *,
        endpoint: str,
        endpoints: Mapping[str, str] | None = None,
        workers: int | None = None,
        log: Path | None = None,
        told: Callable[[bytes], None] | None = None,
    ) -> None:
        """At most `workers` (twice the cores); they log to `log`, or to our standard error.

        With `told`, what they log is told to that instead, in pieces as they come.

        Those of the HTTP API wait for charge points, so they have workers of their own, behind the
        others: else who waits would keep from working whoever is waited for. So have those that
        queues start, of which some may hang. `endpoint` is where AWS is for them, `endpoints` where
        the services are that are elsewhere, by their ids as the SDK spells them.
        """
        self._stack = stack
        self._endpoint = endpoint
        self._endpoints = endpoints or {}
        self._log, self._tell = log, told
        self._telling: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._control, self._controlled = socket.socketpair()
        self._pool = WorkerPool(self._control, workers or 2 * (os.cpu_count() or 1))
        self._waiting_pool = WorkerPool(self._control, _WAITING)
        self._queued_pool = WorkerPool(self._control, QUEUED)
        self._pool_by_function = (
            dict.fromkeys(stack.functions, self._pool)
            | dict.fromkeys((source.function for source in stack.event_sources), self._queued_pool)
            | dict.fromkeys(stack.http_api.functions, self._waiting_pool)
        )

    @property
    def _pools(self) -> list[WorkerPool]:
        return [self._pool, self._waiting_pool, self._queued_pool]

    @property
    def pid(self) -> int | None:
        """The process id of the warm parent."""
        return self._process.pid if self._process else None

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers there are."""
        return [pid for pool in self._pools for pid in pool.pids]

    async def start(self) -> None:
        """Returns when every handler has been imported. Raises StartError."""
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(self._log.open("ab")) if self._log else sys.__stderr__
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "csms_tools.local.functions.zygote"),
                *("--control", str(self._controlled.fileno())),
                stdin=PIPE,
                stdout=PIPE if self._tell else log,
                stderr=STDOUT if self._tell else log,
                pass_fds=[self._controlled.fileno()],
                env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(_TOOLS)},
                start_new_session=True,  # a Ctrl-C is for us, also while it imports
            )
        if self._tell:
            self._telling = asyncio.create_task(self._pass_on(self._process, self._tell))
        self._controlled.close()
        self._control.setblocking(False)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(self._told()).encode())
        self._process.stdin.close()
        answer = await self._first_answer()
        if "failed" in answer:
            await self.stop()
            raise StartError(f"the functions cannot be imported: {answer['failed']}")

    async def invoke(self, function_id: str, event: Any) -> Any:
        """Call a function and wait for its result. Raises FunctionError.

        The event must be JSON (TypeError). Without an idle worker the call waits for one.
        """
        function = self._stack.functions[function_id]
        pool = self._pool_by_function[function_id]
        try:
            link = await pool.take()
        except OSError as error:
            payload = {"errorType": "ServiceException", "errorMessage": str(error)}
            raise FunctionError(function_id, payload) from error
        try:
            result = link.call(function, event)
        except TypeError:
            pool.free(link)
            raise
        return await result

    async def ended(self) -> int:
        """Returns the exit code when the warm parent has ended, by itself or by `stop`."""
        if self._process is None:
            raise RuntimeError("the functions were not started")
        return await self._process.wait()

    async def stop(self) -> None:
        """End the warm parent, and with it every worker."""
        self._control.close()
        self._controlled.close()
        for pool in self._pools:
            pool.close()
        if self._process is not None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if self._telling is not None:
            await asyncio.wait([self._telling], timeout=_PATIENCE)
            self._telling.cancel()

    @staticmethod
    async def _pass_on(process: asyncio.subprocess.Process, tell: Callable[[bytes], None]) -> None:
        assert process.stdout is not None
        while some := await process.stdout.read(65536):
            tell(some)

    async def _first_answer(self) -> dict[str, Any]:
        loop, splitter = asyncio.get_running_loop(), framing.Splitter()
        while data := await loop.sock_recv(self._control, 65536):
            if answers := splitter.feed(data):
                return answers[0]
        return {"failed": "their process ended at once"}

    def _told(self) -> dict[str, Any]:
        """What the warm parent must know."""
        return {
            "code": [str(folder) for folder in self._stack.code],
            "functions": {
                id: {
                    "arn": function.invoked_arn,
                    "handler": function.handler,
                    "timeout": function.timeout,
                    "memory": function.memory,
                    "waits": id in self._stack.http_api.functions,
                    "environment": lambda_environment(function, self._endpoint, self._endpoints),
                }
                for id, function in self._stack.functions.items()
            },
        }
