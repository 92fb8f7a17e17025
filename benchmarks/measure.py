"""One measurement: a client process at work, and the other processes' clocks before and after."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks import figures
from benchmarks.machine import busy_seconds
from benchmarks.processes import cpu_seconds, memory_mb
from benchmarks.results import Crowd, Load
from benchmarks.systems import ROOT, Broken, System

Seen = dict[str, Any]

_OWN = "Private_Dirty"  # memory that no other process has a share in


class Client:
    """A process of ours that plays charge points, and says how far it is, a word a line."""

    def __init__(self, process: subprocess.Popen[str], result: Path) -> None:
        self.pid = process.pid
        self._process = process
        self._result = result

    def until(self, word: str) -> None:
        """Raises Broken."""
        assert self._process.stdout
        if (line := self._process.stdout.readline()) != f"{word}\n":
            raise Broken(f"the client ended before {word!r}: {line}{self._process.wait()}")

    def seen(self) -> Seen:
        """Raises Broken."""
        assert self._process.stdin
        self._process.stdin.close()
        if code := self._process.wait():
            raise Broken(f"the client ended with {code}")
        seen: Seen = json.loads(self._result.read_text())
        return seen


@contextmanager
def client(module: str, **options: object) -> Iterator[Client]:
    """Runs `python -m MODULE --option value …` until the block ends."""
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    with TemporaryDirectory() as directory:
        result = Path(directory) / "seen.json"
        command = [sys.executable, "-m", module, *words, f"--result={result}"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
            try:
                yield Client(process, result)
            finally:
                if process.poll() is None:
                    process.kill()


class Clocks:
    """What was used between `start` and `stop`."""

    def __init__(self, system: System, client: Client) -> None:
        self._roles = {**system.roles, client.pid: "client"}
        self._system = system
        self._requests = system.requests()
        self._busy = busy_seconds()
        self._cpu = cpu_seconds(self._roles)

    def stop(self) -> None:
        now = cpu_seconds(self._roles)
        self.cpu = {role: now[role] - before for role, before in self._cpu.items() if role in now}
        self.busy = busy_seconds() - self._busy
        before, after = self._requests, self._system.requests()
        # the second reading is a request as well
        self.requests = None if before is None or after is None else after - before - 1

    def elsewhere(self, seconds: float) -> float:
        """Cores kept busy by whatever is not being measured; if that cannot be told apart, 0."""
        return round(max(self.busy - sum(self.cpu.values()), 0) / seconds, 2)

    def memory(self) -> dict[str, float]:
        return {role: round(held, 1) for role, held in memory_mb(self._roles).items()}


def load(system: System, charge_points: int, *, warm_up: float, seconds: float) -> Load:
    """Raises Broken."""
    options = {"charge_points": charge_points, "warm_up": warm_up, "seconds": seconds}
    with client("benchmarks.clients.load", url=system.url, **options) as process:
        process.until("begin")
        clocks = Clocks(system, process)
        process.until("end")
        clocks.stop()
        memory = clocks.memory()
        seen = process.seen()
    return _load(system, charge_points, seen, clocks, memory)


def _load(
    system: System, charge_points: int, seen: Seen, clocks: Clocks, memory: dict[str, float]
) -> Load:
    by_action: dict[str, list[float]] = seen["latencies"]
    values = [value for several in by_action.values() for value in several]
    messages = len(values)
    if not messages:
        raise Broken(f"{system.name} answered nothing: {seen['failures']}")
    for failure in seen["failures"]:
        print(f"{system.name}: {failure}", file=sys.stderr)
    return Load(
        system=system.name,
        durable=system.durable,
        charge_points=charge_points,
        seconds=round(seen["seconds"], 3),
        messages=messages,
        missed=seen["missed"],
        latency=figures.latency(values),
        by_action={action: figures.latency(by_action[action]) for action in sorted(by_action)},
        cpu={role: round(used / messages * 1000, 3) for role, used in clocks.cpu.items()},
        memory=memory,
        round_trips=None if clocks.requests is None else round(clocks.requests / messages, 2),
        elsewhere=clocks.elsewhere(seen["seconds"]),
    )


def crowd(system: System, charge_points: int, *, interval: float, seconds: float) -> Crowd:
    """Raises Broken."""
    before = memory_mb(system.roles, _OWN)
    options = {"charge_points": charge_points, "interval": interval, "seconds": seconds}
    with client("benchmarks.clients.crowd", url=system.url, **options) as process:
        clocks = Clocks(system, process)
        began = perf_counter()
        process.until("connected")
        memory = clocks.memory()
        more = {
            role: (held - before[role]) * 1024
            for role, held in memory_mb(system.roles, _OWN).items()
            if role in before and role != "workers"  # of which there may be more by now
        }
        process.until("end")
        clocks.stop()
        seen = process.seen()
    if not seen["heartbeats"]:
        raise Broken(f"{system.name} answered none of {seen['missed']} heartbeats")
    came_back = seen["storm_latencies"]
    return Crowd(
        system=system.name,
        durable=system.durable,
        charge_points=charge_points,
        interval=interval,
        connecting=round(seen["connecting"], 2),
        memory=memory,
        memory_each={role: round(held / charge_points, 1) for role, held in more.items()},
        heartbeats=figures.latency(seen["heartbeats"]),
        missed=seen["missed"],
        storm=round(seen["storm"], 2),
        storm_latency=figures.latency(came_back) if came_back else None,
        storm_retries=seen["storm_retries"],
        elsewhere=clocks.elsewhere(perf_counter() - began),
        seconds=seconds,
    )
