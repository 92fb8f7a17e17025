"""The process that plays charge points which never rest: `python -m benchmarks.clients.load`.

It says "begin" and "end" on standard output when its measured time begins and ends, so that whoever
started it can read all clocks, its own among them; what it saw goes into a file, as JSON. It
ends with its standard input.
"""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import uvloop

from benchmarks.charge_point import ChargePoint, Payload, charge_point_id
from benchmarks.line import Line, Lost


class Over(Exception):
    """The time is up."""


class Refused(Exception):
    """A CALLERROR to a call whose answer is needed."""


NEEDED = {"BootNotification", "Authorize", "StartTransaction"}


@dataclass
class Seen:
    """What came back within the measured time; latencies in milliseconds."""

    seconds: float = 0.0
    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    missed: int = 0
    failures: list[str] = field(default_factory=list)  # each once


class Load:
    def __init__(self, url: str, charge_points: int, warm_up: float, seconds: float) -> None:
        """`url` has `{id}` where the charge point's identity belongs."""
        self._url = url
        self._numbers = range(1, charge_points + 1)
        self._warm_up = warm_up
        self._seconds = seconds
        self._begin = self._end = float("inf")
        self._seen = Seen()

    async def run(self) -> Seen:
        """Raises Lost, Refused, Unfit, TimeoutError: before the measured time nothing may fail."""
        lines = [await self._opened(number) for number in self._numbers]
        begin = perf_counter() + self._warm_up
        self._begin, self._end = begin, begin + self._seconds
        lives = asyncio.gather(*(self._live(charge_point) for _, charge_point in lines))
        await asyncio.sleep(self._warm_up)
        print("begin", flush=True)
        await asyncio.sleep(self._end - perf_counter())
        self._seen.seconds = perf_counter() - begin
        print("end", flush=True)
        await lives
        for line, _ in lines:
            line.cut()
        return self._seen

    async def _opened(self, number: int) -> tuple[Line, ChargePoint]:
        line = await Line.open(self._url.replace("{id}", charge_point_id(number)))

        async def say(action: str, payload: Payload) -> Payload:
            return await self._say(line, action, payload)

        charge_point = ChargePoint(number, say)
        await charge_point.boot()
        return line, charge_point

    async def _live(self, charge_point: ChargePoint) -> None:
        try:
            while True:
                await charge_point.charge()
        except Over:
            return
        except (Lost, Refused, TimeoutError) as failure:
            self._missed(f"{type(failure).__name__}: {failure}")

    def _missed(self, failure: str) -> None:
        self._seen.missed += 1
        if failure not in self._seen.failures:
            self._seen.failures.append(failure)

    async def _say(self, line: Line, action: str, payload: Payload) -> Payload:
        said = perf_counter()
        if said >= self._end:
            raise Over
        kind, _, answer, *more = await line.call(action, payload)
        heard = perf_counter()
        if kind != 3:
            failure = f"{action}: {answer} {more}"
            if action in NEEDED:
                raise Refused(failure)
            self._missed(failure)  # there are systems without it
            return {}
        if self._begin <= heard <= self._end:
            self._seen.latencies[action].append((heard - said) * 1000)
        result: Payload = answer
        return result


def main() -> None:
    parser = argparse.ArgumentParser(prog="load")
    parser.add_argument("--url", required=True)
    parser.add_argument("--charge-points", type=int, required=True)
    parser.add_argument("--warm-up", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--result", type=Path, required=True)
    options: dict[str, Any] = vars(parser.parse_args())
    result: Path = options.pop("result")
    try:
        seen = uvloop.run(Load(**options).run())
    except Exception as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")
    result.write_text(json.dumps(vars(seen)))
    sys.stdin.read()


if __name__ == "__main__":
    main()
