"""The process that stands for AWS: DynamoDB and SQS on a port of loopback."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import aiohttp

from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.stack.stack import ACCOUNT, REGION, Stack

_TOOLS = Path(__file__).resolve().parents[2]
_PYTHON = _TOOLS.parent / ".venv-emulators" / "bin" / "python"


class StartError(Exception):
    """A process of ours did not start; the message says why in one line."""


class Aws:
    def __init__(
        self,
        *,
        port: int = 0,
        data: Path | None = None,
        python: Path | None = None,
        expire_every: float = 60.0,
    ) -> None:
        """Take the port (0: any), so that `endpoint` is known before anything runs.

        Raises OSError if it is taken. `python` is the interpreter of the emulators' environment,
        else $CSMS_EMULATORS_PYTHON, else that of `.venv-emulators`. Items past their time to live
        go every so many seconds.
        """
        self._listener = socket.create_server(("127.0.0.1", port))
        self._port: int = self._listener.getsockname()[1]
        self._data = data
        self._expire_every = expire_every
        self._python = python or Path(os.environ.get("CSMS_EMULATORS_PYTHON", _PYTHON))
        self._process: asyncio.subprocess.Process | None = None
        self._said: list[str] = []  # on its standard error, before it answered
        self._listening: asyncio.Task[None] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the process and wait until it answers. Raises StartError."""
        listener = self._listener.fileno()
        options = ["--listener", str(listener), "--expire-every", str(self._expire_every)]
        if self._data:
            options += ["--data", str(self._data / "dynamodb")]
        try:
            self._process = await asyncio.create_subprocess_exec(
                self._python,
                *("-m", "csms_tools.local.emulator", *options),
                stdin=PIPE,  # never written to: its end tells the process that we are gone
                stdout=DEVNULL,
                stderr=PIPE,
                pass_fds=[listener],
                env=_environment(self._port),
                start_new_session=True,  # a Ctrl-C is for us: we stop it when the rest has stopped
            )
        except OSError as error:
            raise StartError(f"the emulators' environment cannot be used: {error}") from error
        self._listening = asyncio.create_task(self._listen(self._process))
        answered = asyncio.create_task(self._answers())
        ended = asyncio.create_task(self._process.wait())
        await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in (answered, ended):
            task.cancel()
        if self._process.returncode is not None:
            await self._listening
            raise StartError(self._said[-1] if self._said else "the emulators ended at once")

    async def create(self, stack: Stack) -> None:
        """Make the tables and queues of the stack; what a table held comes back with it."""
        try:
            await self._create_tables(stack)
            await self._create_queues(stack)
        except ServiceError as error:
            raise StartError(str(error)) from error

    async def ended(self) -> int:
        """Returns the exit code when the process has ended, by itself or by `stop`."""
        if self._process is None:
            raise RuntimeError("the process was not started")
        return await self._process.wait()

    async def stop(self) -> None:
        """End the process. What it acknowledged is on disk in any case, if there is `data`."""
        self._listener.close()
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()
        if self._listening:
            await self._listening

    async def _answers(self) -> None:
        async with aiohttp.ClientSession() as session, session.get(self.endpoint) as response:
            await response.read()

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for raw in process.stderr:
            line = raw.decode(errors="replace").rstrip()
            self._said = [*self._said[-9:], line]
            print(line, file=sys.stderr)

    async def _create_tables(self, stack: Stack) -> None:
        async with JsonApi(self.endpoint, "DynamoDB_20120810") as dynamodb:
            for table in stack.tables.values():
                await dynamodb.call("CreateTable", dict(table.definition))
                if table.ttl_attribute:
                    ttl = {"Enabled": True, "AttributeName": table.ttl_attribute}
                    request = {"TableName": table.name, "TimeToLiveSpecification": ttl}
                    await dynamodb.call("UpdateTimeToLive", request)

    async def _create_queues(self, stack: Stack) -> None:
        # dead letters first: a queue may name only what is there
        in_order = sorted(stack.queues.values(), key=lambda it: "RedrivePolicy" in it.attributes)
        async with JsonApi(self.endpoint, "AmazonSQS") as sqs:
            for queue in in_order:
                request = {"QueueName": queue.name, "Attributes": dict(queue.attributes)}
                await sqs.call("CreateQueue", request)


def _environment(port: int) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_TOOLS),
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
    }
