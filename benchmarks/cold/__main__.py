"""`python -m benchmarks.cold`: what a function's start and its first message take in a fresh
process, with the layer that is deployed built for this machine, over TLS. It stands for Lambda's
cold start, without the sandbox and the code's way to it.
"""

import argparse
import asyncio
import json
import os
import platform
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.cold import build
from benchmarks.cold.cloud import Cloud, cloud
from benchmarks.cold.results import Layer, Result, Start, Used, markdown, start
from benchmarks.program import keep
from benchmarks.systems import ROOT, Broken
from csms_tools.local.functions.environment import lambda_environment
from csms_tools.local.stack.stack import Function, Stack

PROCESS = Path(__file__).with_name("process.py")
OTHERS = {"Authorizer": "authorizer", "Api": "api", "Tasks": "tasks"}
_PATIENCE = 60.0


@dataclass(frozen=True)
class Code:
    python: str
    path: Sequence[Path]


def functions(stack: Stack) -> dict[str, str]:
    """Function id -> the event of its first message."""
    routes = {function: route.removeprefix("$") for route, function in stack.routes.items()}
    return dict(sorted(routes.items())) | OTHERS


async def cold(cloud: Cloud, function: Function, event: str, code: Code) -> Used:
    """Raises Broken if it did not do what it is there for."""
    told = {
        "path": list(map(str, code.path)),
        "handler": function.handler,
        "event": _event(event, cloud.generation),
        "name": function.arn.rpartition(":")[2],
        "arn": function.invoked_arn,
        "memory": function.memory,
        "timeout": _PATIENCE,
    }
    environment = lambda_environment(function, cloud.endpoint, {}) | {
        "AWS_CA_BUNDLE": str(cloud.ca),
        "ORIGIN_SECRET": "through-the-edge",  # as the event has it
    }
    cloud.posted.clear()
    spawned = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(code.python, "-I", "-B", str(PROCESS)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    said, complained = await process.communicate(json.dumps(told | {"spawned": spawned}).encode())
    lines = said.decode().splitlines()
    if process.returncode or not lines:
        raise Broken(f"{function.id} ended: {complained.decode()[-2000:]}")
    answer = json.loads(lines[-1])
    if not _as_it_should(event, answer["result"], cloud.posted):
        did = f"answered {answer['result']} and posted {cloud.posted}: {said.decode()}"
        raise Broken(f"{function.id} {did}")
    return Used.model_validate(answer["used"])


def _event(name: str, generation: str | None) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    authorizer = event.get("requestContext", {}).get("authorizer", {})
    if "generation" in authorizer:
        authorizer["generation"] = generation or ""
    return event


def _as_it_should(event: str, result: Any, posted: Sequence[str]) -> bool:
    if event == "authorizer":
        return bool(result["context"]["status"] == "200")
    if event == "tasks":
        return bool(result == {"batchItemFailures": []})
    answered = bool(result["statusCode"] == 200)
    if event[0].islower():
        return answered
    return answered and [frame[:2] for frame in posted] == ["[3"]


async def rounds(scratch: Path, code: Code, number: int, only: Collection[str]) -> list[Start]:
    """Each begins with an empty system: what is said the first time is not a repetition."""
    found: dict[str, list[Used]] = {}
    for _ in range(number):
        with tempfile.TemporaryDirectory(prefix="cold-", dir=scratch) as folder:
            async with cloud(Path(folder)) as around:
                for id, event in functions(around.stack).items():
                    if not only or id in only:
                        used = await cold(around, around.stack.functions[id], event, code)
                        found.setdefault(id, []).append(used)
    return [start(id, runs, targeted=_targeted(id)) for id, runs in found.items()]


def _targeted(function: str) -> bool:
    """The actions and the authorizer."""
    return function == "Authorizer" or (ROOT / "events" / f"{function}.json").exists()


def main(arguments: list[str]) -> int:
    assert __doc__
    parser = argparse.ArgumentParser(prog="cold", description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", action="append", default=[], metavar="FUNCTION")
    parser.add_argument(
        "--unbuilt", action="store_true", help="this Python, and the layer as it is here"
    )
    parser.add_argument("--scratch", type=Path, default=ROOT / "build")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "cold")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cold-", dir=options.scratch) as name:
        folder = Path(name)
        code, layers = _unbuilt() if options.unbuilt else _built(folder)
        began, busy = time.perf_counter(), machine.busy_seconds() - _own_seconds()
        starts = asyncio.run(rounds(folder, code, options.runs, options.only))
        elsewhere = machine.busy_seconds() - _own_seconds() - busy
        took = time.perf_counter() - began
        result = Result(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            command=shlex.join(["python", "-m", "benchmarks.cold", *arguments]),
            machine=machine.machine(folder),
            versions=machine.versions() | {"function": _version(code.python)},
            runs=options.runs,
            elsewhere=round(max(elsewhere, 0) / took, 1),
            starts=starts,
            layers=layers,
        )
    keep(options.output, result, markdown(result))
    return 0


def _built(folder: Path) -> tuple[Code, list[Layer]]:
    python, here = build.python313(), f"{platform.machine()}-manylinux_2_28"
    platforms = dict.fromkeys([build.DEPLOYED, here])
    layers = [build.layer(folder / each, each) for each in platforms]
    of_lambda = build.of_lambda(folder / "runtime", python)
    path = [build.code(folder / "task"), folder / here / "python", of_lambda]
    return Code(python, path), layers


def _unbuilt() -> tuple[Code, list[Layer]]:
    packages = Path(sysconfig.get_path("purelib"))
    return Code(sys.executable, [ROOT / "functions", ROOT / "layers" / "csms", packages]), []


def _own_seconds() -> float:
    """Of CPU, with what was started and has ended."""
    return sum(os.times()[:4])


def _version(python: str) -> str:
    told = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", told], capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as failure:
        sys.exit(f"cold: {failure}")
