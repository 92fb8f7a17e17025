"""`make soak`: charge points with transactions, commands, operators and reconnects for long, with
nothing missed, nothing grown and the books right. Its exit code is 1 if a promise was broken.
"""

import argparse
import asyncio
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import uvloop

from benchmarks import figures, machine
from benchmarks.asking import Asking
from benchmarks.processes import cpu_seconds, memory_mb, roles_of_csms
from benchmarks.program import bounded, keep
from benchmarks.soak.answers import Answers
from benchmarks.soak.fleet import LINE, PACE, Soak, Soaked
from benchmarks.soak.results import TOLD, Result, broken, markdown
from benchmarks.soak.watch import Watch
from benchmarks.systems import ROOT, Broken, System, csms_of

HERE = Path(__file__).parents[1]
WARM = 0.25  # of the time, before growth is looked at
BESIDE = 600  # seconds that the start, the end and the books may take besides


async def soaked(system: System, options: argparse.Namespace, data: Path) -> dict[str, Any]:
    over, pace = asyncio.Event(), options.pace
    shorter = replace(
        PACE, sample=PACE.sample * pace, rest=PACE.rest * pace, question=PACE.question * pace
    )
    url = system.url.removesuffix("/{id}")
    many = [
        Soaked(url, number, shorter, LINE * pace, over)
        for number in range(1, options.charge_points + 1)
    ]
    assert system.api
    assert system.pid
    issuer, day = Path(system.state["issuer"]), timedelta(days=1)
    watch, seconds = Watch(), options.minutes * 60
    busy, ours = machine.busy_seconds(), _used(system.pid)
    async with Asking.at(system.api, issuer, "operator", day) as operators:
        soak = Soak(operators, many, over)
        try:
            began = perf_counter()
            await soak.come()
            while (now := perf_counter() - began) < seconds:
                watch.look(now, roles_of_csms(system.pid), data)
                await soak.goes_on(min(options.every, seconds - now))
            took = perf_counter() - began
            elsewhere = machine.busy_seconds() - busy - (_used(system.pid) - ours)
            print("the work is over; now the books", flush=True)
            ends = await soak.end()
            settled = perf_counter() - began - took
            wrong = [*ends, *await soak.wrong()]
        finally:
            await soak.hang_up()
    return _told(soak, watch, seconds * WARM) | {
        "minutes": round(took / 60, 1),
        "warm_up": round(seconds * WARM / 60, 1),
        "settled": round(settled, 1),
        "wrong": [*wrong[:TOLD], *([f"and {len(wrong) - TOLD} more"] if wrong[TOLD:] else [])],
        "elsewhere": round(max(elsewhere, 0) / took, 2),
    }


def _used(pid: int) -> float:
    """CPU seconds of the system and of this process, so far."""
    return sum(cpu_seconds({**roles_of_csms(pid), os.getpid(): "client"}).values())


def _told(soak: Soak, watch: Watch, after: float) -> dict[str, Any]:
    answers = sum((one.answers for one in soak.many), Answers())
    workers = [one.worker for one in soak.many]
    return {
        "charge_points": len(soak.many),
        "calls": dict(answers.calls),
        "answers": figures.latency(answers.milliseconds),
        "in_the_end": figures.latency(answers.in_the_end),
        "missed": dict(answers.missed),
        "cut": answers.cut,
        "reconnects": sum(one.reconnects for one in soak.many),
        "lost": sum(one.lost for one in soak.many),
        "refused": _added(one.refused for one in soak.many),
        "transactions": sum(len(worker.books.numbers) for worker in workers),
        "kwh": round(sum(worker.books.energy for worker in workers) / 1000, 1),
        "commands": sum(len(worker.asked) for worker in workers),
        "again": _added(worker.again for worker in workers),
        "pages": soak.pages,
        "unread": dict(soak.unread),
        "processes": watch.grown(after),
        "number_of_processes": watch.processes(after),
        "stored_mb": watch.stored_mb(after),
    }


def _added(counters: Iterable[Counter[str]]) -> dict[str, int]:
    return dict(sum(counters, Counter[str]()))


def main(arguments: list[str]) -> int:
    assert __doc__
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, default=20)
    add("--charge-points", type=int, default=500)
    add("--pace", type=float, default=1.0, help="times the seconds between two things of one")
    add("--every", type=float, default=10, help="seconds between two looks at the processes")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, default=HERE / "results" / "soak")
    options = parser.parse_args(arguments)
    bounded("soak", int(options.minutes * 60) + BESIDE)
    options.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="soak-", dir=options.scratch) as folder:
        data = Path(folder) / "data"
        with csms_of(data, "soak", charge_points=options.charge_points) as system:
            seen = uvloop.run(soaked(system, options, data))
        with csms_of(data, "soak") as system:
            seen["loaded_mb"] = round(memory_mb(system.roles, "Rss")["emulator"], 1)
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f'make soak ARGS="{shlex.join(arguments)}"' if arguments else "make soak",
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        **seen,
    )
    keep(options.output, result, markdown(result))
    return 1 if broken(result) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as failure:
        sys.exit(f"soak: {failure}")
