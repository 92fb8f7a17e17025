"""The process that plays a crowd of charge points: `python -m benchmarks.clients.crowd`.

They connect and heartbeat; then all lose the line at once and come back at once, as after a power
cut. It says "connected" on standard output when all are, and "end" at the end; what it saw goes
into a file, as JSON. It ends with its standard input.
"""

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import uvloop

from benchmarks.charge_point import ChargePoint, Payload, charge_point_id
from benchmarks.line import Line, Lost

AT_A_TIME = 50  # connecting for the first time
PAUSE = 1.0  # seconds before another attempt to connect
LONGEST_STORM = 120.0


class Refused(Exception):
    """A CALLERROR."""


@dataclass
class Seen:
    """Latencies in milliseconds."""

    connecting: float = 0.0
    heartbeats: list[float] = field(default_factory=list)
    missed: int = 0
    storm: float = 0.0
    storm_latencies: list[float] = field(default_factory=list)
    storm_retries: int = 0


class Member:
    """One of the crowd: a charge point whose line may change."""

    line: Line

    def __init__(self, url: str, number: int) -> None:
        self._url = url.replace("{id}", charge_point_id(number))
        self._charge_point = ChargePoint(number, self._say)

    async def connect(self) -> None:
        """Raises Lost, TimeoutError, Refused, Unfit."""
        self.line = await Line.open(self._url)
        await self._charge_point.boot()

    async def heartbeat(self) -> None:
        """Raises Lost, TimeoutError, Refused."""
        await self._charge_point.heartbeat()

    async def _say(self, action: str, payload: Payload) -> Payload:
        kind, _, answer, *more = await self.line.call(action, payload)
        if kind != 3:
            raise Refused(f"{action}: {answer} {more}")
        result: Payload = answer
        return result


class Crowd:
    def __init__(self, url: str, charge_points: int, interval: float, seconds: float) -> None:
        """Each heartbeats every `interval`, for so many seconds before the storm and after it."""
        self._members = [Member(url, number) for number in range(1, charge_points + 1)]
        self._interval = interval
        self._seconds = seconds
        self._seen = Seen()

    async def run(self) -> Seen:
        """Raises Lost, TimeoutError, Refused, Unfit: before all are connected nothing may fail."""
        began = perf_counter()
        door = asyncio.Semaphore(AT_A_TIME)

        async def enter(member: Member) -> None:
            async with door:
                await member.connect()

        await self._all(enter)
        self._seen.connecting = perf_counter() - began
        print("connected", flush=True)
        await self._all(self._beat)
        for member in self._members:
            member.line.cut()
        cut = perf_counter()
        await self._all(lambda member: self._come_back(member, cut))
        self._seen.storm = perf_counter() - cut
        await self._all(self._beat)
        return self._seen

    async def _all(self, do: Callable[[Member], Awaitable[None]]) -> None:
        await asyncio.gather(*map(do, self._members))

    async def _beat(self, member: Member) -> None:
        end = perf_counter() + self._seconds
        await asyncio.sleep(random.uniform(0, min(self._interval, self._seconds)))  # noqa: S311
        while (began := perf_counter()) < end:
            try:
                await member.heartbeat()
                self._seen.heartbeats.append((perf_counter() - began) * 1000)
            except (Lost, TimeoutError, Refused):
                self._seen.missed += 1
            await asyncio.sleep(self._interval)

    async def _come_back(self, member: Member, cut: float) -> None:
        while perf_counter() - cut < LONGEST_STORM:
            try:
                await member.connect()
            except (Lost, TimeoutError, Refused):
                self._seen.storm_retries += 1
                await asyncio.sleep(PAUSE)
            else:
                self._seen.storm_latencies.append((perf_counter() - cut) * 1000)
                return
        self._seen.missed += 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="crowd")
    parser.add_argument("--url", required=True)
    parser.add_argument("--charge-points", type=int, required=True)
    parser.add_argument("--interval", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--result", type=Path, required=True)
    options: dict[str, Any] = vars(parser.parse_args())
    result: Path = options.pop("result")
    try:
        seen = uvloop.run(Crowd(**options).run())
    except Exception as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")
    result.write_text(json.dumps(vars(seen)))
    print("end", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
