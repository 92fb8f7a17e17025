"""`make bench`: start each system in turn, measure it, write what was seen.

With --url another system is measured instead, one that runs already and knows the charge points
BENCH-00001 and so on, each with the id tag BENCH-TAG-00001 and so on.
"""

import argparse
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

from benchmarks import machine, results
from benchmarks.figures import grouped
from benchmarks.measure import crowd, load
from benchmarks.report import page, table
from benchmarks.results import Crowd, Load, Result
from benchmarks.systems import ROOT, Broken, System, csms, floor

HERE = Path(__file__).parent

Start = Callable[[], AbstractContextManager[System]]


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, _end)  # so that whatever was started is ended
    signal.signal(signal.SIGALRM, _end)
    signal.alarm(options.at_most)
    options.scratch.mkdir(parents=True, exist_ok=True)
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=_command(arguments),
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        runs=grouped(_loads(options)),
        crowd=_crowd(options),
    )
    options.output.mkdir(parents=True, exist_ok=True)
    path: Path = options.output / result.at[:10]
    results.write(result, path.with_suffix(".json"))
    path.with_suffix(".html").write_text(page.html(result))
    path.with_suffix(".md").write_text(table.markdown(result))
    print(f"\n{table.markdown(result)}\n{path}.json, .html, .md")


def _loads(options: argparse.Namespace) -> Iterator[Load]:
    for _ in range(options.runs):
        for start in _systems(options):
            with start() as system:
                for charge_points in sorted({1, options.charge_points}):
                    figures = load(
                        system, charge_points, warm_up=options.warm_up, seconds=options.seconds
                    )
                    print(_line(figures), flush=True)
                    yield figures


def _systems(options: argparse.Namespace) -> list[Start]:
    if options.url:
        return [lambda: nullcontext(System(options.name, options.url))]
    return [
        partial(csms, options.scratch, options.charge_points, durable=True),
        partial(csms, options.scratch, options.charge_points, durable=False),
        partial(floor, options.scratch, durable=True),
        partial(floor, options.scratch, durable=False),
    ]


def _crowd(options: argparse.Namespace) -> Crowd | None:
    if not options.crowd:
        return None
    start: Start = partial(csms, options.scratch, options.crowd, durable=True)
    if options.url:
        [start] = _systems(options)
    with start() as system:
        load(system, 1, warm_up=0, seconds=1)  # as much memory as it has with any
        figures = crowd(system, options.crowd, interval=options.interval, seconds=options.seconds)
    print(table.crowd(figures), flush=True)
    return figures


def _line(figures: Load) -> str:
    return (
        f"{figures.system:24} N = {figures.charge_points:<4} "
        f"{figures.per_second:7,.0f} messages/s, p50 {figures.latency.p50:.1f} ms, "
        f"p99 {figures.latency.p99:.1f} ms, "
        f"missed {figures.missed}, elsewhere {figures.elsewhere} cores"
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    assert __doc__
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n\n")[2])
    add = parser.add_argument
    add("--url", help="a system to measure instead, such as ws://localhost:9000/ocpp/{id}")
    add("--name", default="another", help="what to call it")
    add("--runs", type=int, default=3)
    add(
        "--charge-points", type=int, default=50, help="that never rest; one alone always goes first"
    )
    add("--warm-up", type=float, default=2, help="seconds")
    add("--seconds", type=float, default=8, help="of each measurement")
    add("--crowd", type=int, default=1000, help="connected charge points; 0 for none")
    add("--interval", type=float, default=10, help="seconds between their heartbeats")
    add("--at-most", type=int, default=480, help="seconds until all is given up")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, default=HERE / "results")
    return parser.parse_args(arguments)


def _command(arguments: list[str]) -> str:
    return f'make bench ARGS="{shlex.join(arguments)}"' if arguments else "make bench"


def _end(*_: object) -> NoReturn:
    sys.exit("bench: ended, or not done in time")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Broken as failure:
        sys.exit(f"bench: {failure}")
