"""A process that stands for services of AWS, in the emulators' environment, on loopback."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from pathlib import Path

import aiohttp

_TOOLS = Path(__file__).resolve().parents[2]
_PYTHON = _TOOLS.parent / ".venv-emulators" / "bin" / "python"


class StartError(Exception):
    """A process of ours did not start; the message says why in one line."""


def emulators_python() -> Path:
    return Path(os.environ.get("CSMS_EMULATORS_PYTHON", _PYTHON))


class ServiceProcess:
    MODULE = ""
    NAME = ""  # as its end is told

    def __init__(self, *, port: int = 0, python: Path | None = None) -> None:
        """Take the port (0: any), so that `endpoint` is known before anything runs.

        Raises OSError if it is taken. `python` is the interpreter of the emulators' environment,
        else $CSMS_EMULATORS_PYTHON, else that of `.venv-emulators`.
        """
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._python = python or emulators_python()
        self._process: asyncio.subprocess.Process | None = None
        self._said: list[str] = []  # on its standard error, before it answered
        self._listening: asyncio.Task[None] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def options(self) -> Sequence[str]:
        """For its command line."""
        return []

    def environment(self) -> dict[str, str]:
        return {}

    def inherited(self) -> Sequence[int]:
        """Descriptors that its command line names."""
        return []

    async def start(self) -> None:
        """Start the process and wait until it answers. Raises StartError."""
        listener = self._listener.fileno()
        try:
            self._process = await asyncio.create_subprocess_exec(
                self._python,
                *("-m", self.MODULE, "--listener", str(listener), *self.options()),
                stdin=PIPE,  # never written to: its end tells the process that we are gone
                stdout=DEVNULL,
                stderr=PIPE,
                pass_fds=[listener, *self.inherited()],
                env={
                    "PATH": os.environ.get("PATH", ""),
                    "PYTHONPATH": str(_TOOLS),
                    **self.environment(),
                },
                start_new_session=True,  # a Ctrl-C is for us: we stop it when the rest has stopped
            )
        except OSError as error:
            raise StartError(f"the emulators' environment cannot be used: {error}") from error
        self._listening = asyncio.create_task(self._listen(self._process))
        answered = asyncio.create_task(self._answers())
        ended = asyncio.create_task(self._process.wait())
        try:
            await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:  # also of a start that is broken off: nobody would hear how they ended
            for task in (answered, ended):
                task.cancel()
        if self._process.returncode is not None:
            await self._listening
            raise StartError(self._said[-1] if self._said else f"{self.NAME} ended at once")

    async def ended(self) -> int:
        """Returns the exit code when the process has ended, by itself or by `stop`."""
        if self._process is None:
            raise RuntimeError("the process was not started")
        return await self._process.wait()

    async def stop(self) -> None:
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
