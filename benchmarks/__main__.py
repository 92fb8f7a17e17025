"""`make bench`: start each system, measure them in turn, write what was seen.

With --url another system is measured first and ours beside it. It runs already, and knows the
charge points BENCH-00001 and so on, each with the id tag BENCH-TAG-00001 and so on.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

from benchmarks import machine, processes, results
from benchmarks.cost import cost
from benchmarks.figures import grouped
from benchmarks.measure import crowd, load
from benchmarks.program import bounded
from benchmarks.report.publish import RESULTS, publish
from benchmarks.report.table import told_of_crowd, told_of_load
from benchmarks.results import SHOWN, Crowd, Load, Result
from benchmarks.systems import ROOT, Broken, System, csms, floor

APART = ROOT / "build" / "bench"
QUICK = {
    "runs": 1,
    "charge_points": [1, 5],
    "warm_up": 0.3,
    "seconds": 1.0,
    "crowd": 20,
    "interval": 1.0,
    "crowd_seconds": 2.0,
}

Start = Callable[[], AbstractContextManager[System]]
Entry = tuple[Start, Sequence[int]]
"""A system, and with how many charge points at a time it is measured."""


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    bounded("bench", options.at_most)
    options.scratch.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    until = monotonic() + options.at_most
    made_on = machine.machine(options.scratch, machine.load())
    many = _crowd(options)
    result = Result(
        at=at,
        command=_command(arguments),
        machine=made_on,
        versions=machine.versions(),
        runs=grouped(_loads(options, until)),
        crowd=many,
        cost=cost(),
    )
    options.output.mkdir(parents=True, exist_ok=True)
    path: Path = options.output / f"{at[:10]}.json"
    results.write(result, path)
    print(f"\n{publish(options.output)}\n\n{path}, and the page beside it")


def _loads(options: argparse.Namespace, until: float) -> Iterator[Load]:
    """In each run all systems are up, and measured in turn with as many charge points; every other
    run goes backwards. Where a run more would take too long, there are fewer.
    """
    entries = _entries(options)
    began = monotonic()
    for run in range(options.runs):
        now = monotonic()
        if not time_for_another(run, now - began, until - now):
            print(f"There is no time for more than {run} of {options.runs} runs.", flush=True)
            return
        way = slice(None, None, -1 if run % 2 else 1)
        with ExitStack() as stack:
            up = [(stack.enter_context(start()), numbers) for start, numbers in entries]
            for charge_points in options.charge_points[way]:
                for system, numbers in up[way]:
                    if charge_points in numbers:
                        yield _load(system, charge_points, options)


def time_for_another(runs: int, took: float, left: float) -> bool:
    """If it takes as long as those before, in seconds."""
    return not runs or took / runs <= left


def _load(system: System, charge_points: int, options: argparse.Namespace) -> Load:
    figures = load(system, charge_points, warm_up=options.warm_up, seconds=options.seconds)
    print(told_of_load(figures), flush=True)
    if charge_points in _shown(options):
        return figures
    return figures.model_copy(update={"by_action": {}})


def _entries(options: argparse.Namespace) -> list[Entry]:
    scratch, numbers = options.scratch, options.charge_points
    stored: list[Entry] = [
        (partial(csms, scratch, max(numbers), durable=True), numbers),
        (partial(floor, scratch, durable=True), numbers),
    ]
    if options.url:
        peer = (lambda: nullcontext(_peer(options)), numbers)
        return [peer] if options.alone else [peer, *stored]
    shown = _shown(options)
    return [
        *stored,
        (partial(csms, scratch, max(shown), durable=False), shown),
        (partial(floor, scratch, durable=False), shown),
    ]


def _peer(options: argparse.Namespace) -> System:
    return System(options.name, options.url, processes=processes.named(options.pid))


def _shown(options: argparse.Namespace) -> list[int]:
    """Those of which each action is kept, and what is not durable is measured."""
    numbers: list[int] = options.charge_points
    return [each for each in numbers if each in SHOWN] or [numbers[0], numbers[-1]]


def _crowd(options: argparse.Namespace) -> Crowd | None:
    if not options.crowd:
        return None
    start: Start = partial(csms, options.scratch, options.crowd, durable=True)
    if options.url:
        start = lambda: nullcontext(_peer(options))  # noqa: E731
    with start() as system:
        load(system, 1, warm_up=0, seconds=1)  # as much memory as it has with any
        figures = crowd(
            system, options.crowd, interval=options.interval, seconds=options.crowd_seconds
        )
    print(told_of_crowd(figures), flush=True)
    return figures


def _options(arguments: list[str]) -> argparse.Namespace:
    assert __doc__
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n\n")[2])
    add = parser.add_argument
    add("--quick", action="store_true", help="to see that it works; the figures mean nothing")
    add("--url", help="another system, such as ws://localhost:9000/ocpp/{id}")
    add("--name", default="peer", help="what to call it")
    add("--pid", type=int, action="append", default=[], help="a process of it; may be repeated")
    add("--alone", action="store_true", help="only it")
    add("--runs", type=int, default=3)
    add("--charge-points", type=_numbers, default="1,2,5,10,20,50,100", help="that never rest")
    add("--warm-up", type=float, default=1.5, help="seconds")
    add("--seconds", type=float, default=6, help="of each measurement")
    add("--crowd", type=int, help="connected charge points, 0 for none; 2000, with --url 0")
    add("--interval", type=float, default=10, help="seconds between their heartbeats")
    add("--crowd-seconds", type=float, default=60, help="of heartbeats, before all are cut")
    add("--at-most", type=int, default=890, help="seconds until all is given up")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, help="benchmarks/results; with --quick or --url build/bench")
    if "--quick" in arguments:
        parser.set_defaults(**QUICK)
    options = parser.parse_args(arguments)
    if options.crowd is None:
        options.crowd = 0 if options.url else 2000
    if options.output is None:
        options.output = APART if options.quick or options.url else RESULTS
    return options


def _numbers(text: str) -> list[int]:
    return sorted({int(each) for each in text.split(",")})


def _command(arguments: list[str]) -> str:
    return f'make bench ARGS="{shlex.join(arguments)}"' if arguments else "make bench"


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Broken as failure:
        sys.exit(f"bench: {failure}")
