"""A running `csms up`, and a charge point's end of a socket to it, for conversations."""

import asyncio
import base64
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from csms.store.table import HistoryItem, StateItem

__all__ = [
    "Csms",
    "InvalidStatus",
    "Line",
    "basic",
    "children",
    "its_store",
    "line",
    "trusting",
    "up",
]

ROOT = Path(__file__).resolve().parents[2]
CSMS = Path(sys.executable).with_name("csms")
STRUCK = (  # see that module
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.faults.struck import main; main()",
)
PATIENCE = 20.0  # seconds: a defect shows as a failure, never as a suite that hangs


@dataclass
class Csms:
    """What `csms up` printed, and what its /@runtime says."""

    process: subprocess.Popen[str]
    output: list[str]
    ws: str
    wss: str
    api: str
    ca: Path
    log: Path | None = None

    @property
    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.api}/@runtime", timeout=PATIENCE) as answer:
            health: dict[str, Any] = json.load(answer)
            return health

    def kill(self) -> None:
        """kill -9 of everything: of the runtime, and of whatever it has started."""
        # the runtime first, or it would tell of the death of its workers
        for pid in [self.process.pid, *_descendants(self.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [
        int(child)
        for task in (tasks.iterdir() if tasks.exists() else ())
        for child in (task / "children").read_text().split()
    ]


def _descendants(pid: int) -> list[int]:
    return [pid for child in children(pid) for pid in (*_descendants(child), child)]


@contextmanager
def up(
    *options: str,
    seed: Path | None = None,
    log: Path | None = None,
    program: Sequence[str] = (str(CSMS),),
) -> Iterator[Csms]:
    """`csms up` on free ports, once it says ready, until the block ends; it must end well."""
    command = [*program, "up", "--ws-port", "0", "--wss-port", "0", "--api-port", "0", *options]
    if seed:
        command += ["--seed", str(seed)]
    with (
        (log or Path(os.devnull)).open("a") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            csms = _ready(process)
            csms.log = log
            yield csms
            if process.poll() is None:
                assert csms.stop() == 0
        finally:
            if process.poll() is None:
                process.terminate()


def _ready(process: subprocess.Popen[str]) -> Csms:
    assert process.stdout
    output: list[str] = []
    for line in process.stdout:
        output.append(line.rstrip())
        if line.strip() == "ready":
            break
    else:
        raise AssertionError(f"csms up ended with {process.wait()}: {output}")
    said = "\n".join(output)
    return Csms(
        process,
        output,
        ws=_found(r"\bws://127\.0\.0\.1:\d+/ocpp", said),
        wss=_found(r"\bwss://[\w.]+:\d+/ocpp", said),
        api=_found(r"\bhttp://127\.0\.0\.1:\d+", said),
        ca=Path(_found(r"/\S+\.pem", said)),
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[0]


@contextmanager
def its_store(csms: Csms) -> Iterator[None]:
    """Let `csms.store` in this process read and write the running system's tables."""
    health = csms.health
    names = StateItem.Meta.table_name, HistoryItem.Meta.table_name
    StateItem.Meta.table_name = health["tables"]["StateTable"]
    HistoryItem.Meta.table_name = health["tables"]["HistoryTable"]
    os.environ["AWS_ENDPOINT_URL"] = health["awsEndpoint"]
    try:
        yield
    finally:
        del os.environ["AWS_ENDPOINT_URL"]
        StateItem.Meta.table_name, HistoryItem.Meta.table_name = names


@dataclass
class Line:
    """A charge point's end of the socket, frame by frame."""

    socket: ClientConnection
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    async def send(self, *frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def receive(self) -> list[Any]:
        async with asyncio.timeout(PATIENCE):
            frame: list[Any] = json.loads(await self.socket.recv())
        return frame

    async def call(self, action: str, payload: dict[str, Any], unique_id: str = "") -> Any:
        """Say it and wait; the payload of the answer, or its code if it is a CALLERROR."""
        unique_id = unique_id or str(next(self.ids))
        await self.send(2, unique_id, action, payload)
        kind, answered, answer, *_ = await self.receive()
        assert answered == unique_id
        assert kind in (3, 4)
        return answer

    async def silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.socket.recv()
        except TimeoutError:
            return True
        return False


def basic(user: str, password: str | bytes) -> dict[str, str]:
    key = password.encode() if isinstance(password, str) else password
    return {"Authorization": "Basic " + base64.b64encode(user.encode() + b":" + key).decode()}


def trusting(ca: Path, certificate: Path | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca)
    if certificate:
        context.load_cert_chain(certificate)
    return context


@asynccontextmanager
async def line(
    url: str,
    *,
    ca: Path | None = None,
    certificate: Path | None = None,
    tls: ssl.SSLContext | None = None,
    headers: dict[str, str] | None = None,
    subprotocols: tuple[str, ...] = ("ocpp1.6",),
) -> AsyncIterator[Line]:
    """Open a socket as a charge point does; raises websockets' InvalidStatus if refused."""
    async with connect(
        url,
        subprotocols=list(subprotocols),  # type: ignore[arg-type]
        additional_headers=headers,
        ssl=tls or (trusting(ca, certificate) if ca else None),
        compression=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as socket:
        yield Line(socket)
