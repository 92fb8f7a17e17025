"""`make benchapi`: what operators wait for. A command's way to the charge point and back, beside a
charge point's own call over the same sockets; the pages of a list as it grows.
"""

import argparse
import asyncio
import shlex
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import aiohttp

from benchmarks import figures, machine
from benchmarks.charge_point import charge_point_id
from benchmarks.line import Line
from benchmarks.operator_api import Operator
from benchmarks.operators_results import (
    Commands,
    Pages,
    Result,
    markdown,
    told_of_commands,
    told_of_pages,
)
from benchmarks.processes import cpu_seconds
from benchmarks.program import keep
from benchmarks.systems import ROOT, System, csms
from benchmarks.transactions import fill

HERE = Path(__file__).parent
PAGES = 30  # that are read of each list


class Busy(Operator):
    async def command(self, number: int) -> None:
        path = f"/charge-points/{charge_point_id(number)}/commands/UnlockConnector?wait=25"
        said = await self.ask("POST", path, {"connectorId": 1})
        if said["status"] != "Answered":
            raise RuntimeError(str(said))

    async def page(self, cursor: str | None) -> str | None:
        query = {"limit": "50"} | ({"cursor": cursor} if cursor else {})
        said = await self.ask("GET", f"/transactions?{urlencode(query)}")
        following: str | None = said.get("cursor")
        return following


async def repeated(
    numbers: range, act: Callable[[int], Awaitable[object]], seconds: float
) -> tuple[list[float], int]:
    """Each acts without a rest; the milliseconds of each time, and how often it failed."""
    took: list[float] = []
    missed = 0
    end = perf_counter() + seconds

    async def live(number: int) -> None:
        nonlocal missed
        while (began := perf_counter()) < end:
            try:
                await act(number)
            except (RuntimeError, OSError, TimeoutError) as failure:
                print(f"missed: {failure}", file=sys.stderr)
                missed += 1
            else:
                took.append((perf_counter() - began) * 1000)

    await asyncio.gather(*(live(number) for number in numbers))
    return took, missed


async def commands(system: System, charge_points: int, seconds: float) -> Commands:
    numbers = range(1, charge_points + 1)
    lines = {
        number: await Line.open(system.url.replace("{id}", charge_point_id(number)))
        for number in numbers
    }
    for line in lines.values():
        line.replies["UnlockConnector"] = {"status": "Unlocked"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        operator = Busy(system, session)
        await repeated(numbers, operator.command, 1)  # until all of it is warm
        socket, _ = await repeated(numbers, lambda one: lines[one].call("Heartbeat", {}), seconds)
        before = system.requests() or 0
        took, missed = await repeated(numbers, operator.command, seconds)
        requests = (system.requests() or 0) - before - 1
    for line in lines.values():
        line.cut()
    return Commands(
        charge_points=charge_points,
        per_second=round(len(took) / seconds, 1),
        command=figures.latency(took),
        socket=figures.latency(socket),
        missed=missed,
        requests=round(requests / max(len(took), 1), 2),
    )


async def pages(system: System, transactions: int) -> Pages:
    async with aiohttp.ClientSession() as session:
        operator = Busy(system, session)
        await operator.page(None)
        roles = system.roles
        before, used = system.requests() or 0, cpu_seconds(roles)["workers"]
        took: list[float] = []
        cursor: str | None = None
        for number in range(PAGES):  # the first and the second in turn: the shortest list has both
            began = perf_counter()
            cursor = await operator.page(cursor if number % 2 else None)
            took.append((perf_counter() - began) * 1000)
        used = cpu_seconds(roles)["workers"] - used
        requests = (system.requests() or 0) - before - 1
    return Pages(
        transactions=transactions,
        page=figures.latency(took),
        requests=round(requests / PAGES, 2),
        function_ms=round(used / PAGES * 1000, 2),
    )


def measured(options: argparse.Namespace) -> tuple[list[Commands], list[Pages]]:
    several: list[Commands] = []
    for number in (1, options.charge_points):
        runs = []
        for _ in range(options.runs):
            with csms(options.scratch, number, durable=True) as system:
                runs.append(asyncio.run(commands(system, number, options.seconds)))
                print(told_of_commands(runs[-1]), flush=True)
        several.append(sorted(runs, key=lambda run: run.command.p50)[len(runs) // 2])
    listed: list[Pages] = []
    with csms(options.scratch, 1, durable=False) as system:
        done = 0
        for transactions in (100, min(1000, options.transactions), options.transactions):
            fill(system, done, transactions)
            done = transactions
            runs_of_pages = [asyncio.run(pages(system, transactions)) for _ in range(options.runs)]
            listed.append(sorted(runs_of_pages, key=lambda run: run.page.p50)[options.runs // 2])
            print(told_of_pages(listed[-1]), flush=True)
    return several, listed


def main(arguments: list[str]) -> None:
    assert __doc__
    parser = argparse.ArgumentParser(prog="benchapi", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--charge-points", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--scratch", type=Path, default=ROOT / "build")
    parser.add_argument("--output", type=Path, default=HERE / "results" / "operators")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    made, listed = measured(options)
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f'make benchapi ARGS="{shlex.join(arguments)}"' if arguments else "make benchapi",
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        commands=made,
        pages=listed,
    )
    keep(options.output, result, markdown(result))


if __name__ == "__main__":
    main(sys.argv[1:])
