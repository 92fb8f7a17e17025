"""Where the CPU of a message goes, by process and part: `python -m benchmarks.profile`.

How much each process takes is measured as `make bench` does it. Then its processes run once more
with a sampler in them, which costs some time itself: from that come the shares alone.
"""

import argparse
import platform
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.measure import load
from benchmarks.parts import PARTS, STEPS, part_of, step_of
from benchmarks.results import Load
from benchmarks.sampler import SLOTS
from benchmarks.systems import ROOT, Broken, csms

Samples = Mapping[str, Counter[tuple[str, ...]]]  # role -> stacks, the innermost frame first


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    take = partial(
        load,
        charge_points=options.charge_points,
        warm_up=options.warm_up,
        seconds=options.seconds,
    )
    start = partial(csms, options.scratch, options.charge_points, durable=True)
    with start() as system:
        figures = take(system)
    with TemporaryDirectory(dir=options.scratch) as directory:
        sampler = [sys.executable, "-m", "benchmarks.sampler", f"--into={directory}"]
        with start(program=[*sampler, "csms_tools.cli:main"]) as system:
            take(system)
            end = time.time()
            roles = system.roles
        samples = {
            role: _seen(
                Path(directory),
                [pid for pid, of in roles.items() if of == role],
                end - options.seconds,
            )
            for role in PARTS
        }
    page = _page(arguments, options, figures, samples)
    if options.output:
        options.output.write_text(page)
    print(page)


def _seen(directory: Path, pids: list[int], begin: float) -> Counter[tuple[str, ...]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for pid in pids:
        file = directory / str(pid)
        for line in file.read_text().splitlines() if file.exists() else ():
            slot, times, *stack = line.split("\t")
            if int(slot) >= begin * SLOTS:
                seen[tuple(stack)] += int(times)
    return seen


def _page(
    arguments: list[str], options: argparse.Namespace, figures: Load, samples: Samples
) -> str:
    said = machine.machine(options.scratch)
    command = shlex.join(["python", "-m", "benchmarks.profile", *arguments])
    lines = [
        "# Where the CPU of a message goes",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, `{command}`: {said.processor}, {said.cores} cores for "
        f"everything, Python {platform.python_version()}; {figures.charge_points} charge points "
        f"that never rest, durable: {figures.per_second:,.0f} messages/s, "
        f"{figures.round_trips} requests of DynamoDB and SQS a message. "
        f"{figures.elsewhere} cores were busy with something else.",
        "",
        "| process | CPU ms a message |",
        "|---|---|",
        *(f"| {role} | {used:.2f} |" for role, used in figures.cpu.items() if used),
        f"| all | {sum(figures.cpu.values()):.2f} |",
    ]
    for role, seen in samples.items():
        told = Counter[str]()
        for stack, times in seen.items():
            told[part_of(stack, PARTS[role])] += times
        lines += ["", f"## {role}", "", *_table(figures.cpu[role], told)]
    told = Counter[str]()
    for stack, times in samples["workers"].items():
        told[step_of(stack, STEPS)] += times
    title = "workers, by what happens to a message"
    lines += ["", f"## {title}", "", *_table(figures.cpu["workers"], told)]
    return "\n".join([*lines, ""])


def _table(used: float, told: Counter[str]) -> Iterator[str]:
    """`used`: milliseconds of all of it."""
    yield "| part | share | CPU ms a message |"
    yield "|---|---|---|"
    for name, times in told.most_common():
        share = times / told.total()
        yield f"| {name} | {share:.0%} | {used * share:.2f} |"


def _options(arguments: list[str]) -> argparse.Namespace:
    assert __doc__
    parser = argparse.ArgumentParser(prog="profile", description=__doc__.partition("\n\n")[2])
    add = parser.add_argument
    add("--charge-points", type=int, default=50, help="that never rest")
    add("--warm-up", type=float, default=2, help="seconds")
    add("--seconds", type=float, default=15, help="of each of the two measurements")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, help="where it is written as well, as Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Broken as failure:
        sys.exit(f"profile: {failure}")
