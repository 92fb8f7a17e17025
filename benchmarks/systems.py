"""The systems that are measured: started on loopback, found by what they print, ended by pid."""

import json
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.charge_point import charge_point_id, id_tag
from benchmarks.processes import Roles, roles_of_csms

ROOT = Path(__file__).parents[1]
OURS, FLOOR = "csms, durable", "ocpp package, SQLite"
_PATIENCE = 30.0


class Broken(Exception):
    """A system did not start, or not end, as it should."""


@dataclass(frozen=True)
class System:
    name: str
    url: str  # with {id}
    durable: bool | None = None  # None: who knows
    pid: int | None = None
    aws: str | None = None  # where its emulator is
    api: str | None = None  # where operators ask
    state: Mapping[str, Any] = field(default_factory=dict)  # what it says of itself
    processes: Mapping[int, str] = field(default_factory=dict)  # where it was not started here

    @property
    def roles(self) -> Roles:
        """Its processes as they are now."""
        if self.pid is None:
            return self.processes
        return roles_of_csms(self.pid) if self.aws else {self.pid: "server"}

    def requests(self) -> int | None:
        """How many requests its emulator has had: it numbers its answers. This asks one more."""
        if self.aws is None:
            return None
        with urllib.request.urlopen(self.aws, timeout=_PATIENCE) as answer:
            return int(answer.headers["x-amzn-RequestId"], 16)


@contextmanager
def csms(
    scratch: Path, charge_points: int, *, durable: bool, program: Sequence[str] = ()
) -> Iterator[System]:
    """`csms up`, knowing so many charge points, with an id tag each; `program` runs it otherwise.

    A durable one has learned of them in an earlier life: memory that was needed for that once
    would be taken for what connections need.
    """
    with _directory(scratch) as directory:
        seed = directory / "seed.yaml"
        seed.write_text(json.dumps(_seed(charge_points)))  # JSON is YAML, too
        ports = [f"--{name}-port=0" for name in ("ws", "wss", "api")]
        data = ["--data", str(directory / "data")] if durable else []
        options = ["up", *ports, "--seed", str(seed), *data]
        if durable:
            with _running([_beside_python("csms"), *options], directory / "log", until="ready"):
                seed.write_text(json.dumps(_seed(0)))
        command = [*(program or [_beside_python("csms")]), *options]
        with _running(command, directory / "log", until="ready") as (process, said):
            name = OURS if durable else "csms, in memory"
            yield _system(name, said, process.pid, durable=durable)


@contextmanager
def csms_of(data: Path, name: str, charge_points: int = 0) -> Iterator[System]:
    """`csms up` on a data folder that may have been in use before; so many charge points join."""
    seed, log = data.with_suffix(".seed.yaml"), data.with_suffix(".log")
    seed.write_text(json.dumps(_seed(charge_points)))
    ports = [f"--{name}-port=0" for name in ("ws", "wss", "api")]
    command = [_beside_python("csms"), "up", *ports, "--seed", str(seed), "--data", str(data)]
    with _running(command, log, until="ready") as (process, said):
        yield _system(name, said, process.pid, durable=True)


@contextmanager
def floor(scratch: Path, *, durable: bool) -> Iterator[System]:
    """The `ocpp` package's central system; durable with SQLite."""
    with _directory(scratch) as directory:
        command = [sys.executable, "-m", "benchmarks.floor"]
        command += ["--store", str(directory / "floor.sqlite")] if durable else []
        with _running(command, directory / "log", until="ws://") as (process, said):
            name = FLOOR if durable else "ocpp package, no store"
            yield System(name, said.strip(), durable, process.pid)


def _system(name: str, said: str, pid: int, *, durable: bool) -> System:
    api = _found(r"http://127\.0\.0\.1:\d+", said)
    with urllib.request.urlopen(f"{api}/@runtime", timeout=_PATIENCE) as answer:
        state = json.load(answer)
    url = _found(r"\bws://127\.0\.0\.1:\d+/ocpp/\{id\}", said)
    return System(name, url, durable, pid, state["awsEndpoint"], api, state)


def _seed(charge_points: int) -> dict[str, list[dict[str, object]]]:
    numbers = range(1, charge_points + 1)
    return {
        "chargePoints": [
            {"id": charge_point_id(number), "securityProfile": 0} for number in numbers
        ],
        "idTags": [{"idTag": id_tag(number)} for number in numbers],
    }


@contextmanager
def _directory(scratch: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=scratch) as directory:
        yield Path(directory)


@contextmanager
def _running(
    command: list[str], log: Path, *, until: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process, and what it printed up to the line that begins so. Raises Broken."""
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT
        ) as process,
    ):
        try:
            said = _said(process, until)
            if until not in said:
                raise Broken(f"{command[0]} ended: {log.read_text()[-2000:]}")
            yield process, said
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Broken(f"{command[0]} did not end when it was told to") from None


def _said(process: subprocess.Popen[str], until: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith(until):
            break
    return said


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise Broken(f"no {pattern} in: {text}")
    return match[0]


def _beside_python(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
