"""`python -m benchmarks.compare OLD NEW`: what has become of the figures, as ratios.

OLD and NEW are files of `benchmarks/results`, or folders, of which the newest file counts. A ratio
above 1 is more: of messages/s that is better, of all else worse. It is marked where the runs of one
do not overlap with those of the other.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import results
from benchmarks.report.parts import Table, table
from benchmarks.report.table import shares, short, times
from benchmarks.results import SPREAD, Crowd, Result, Runs
from benchmarks.systems import FLOOR

HEAD = ("system", "N", "what", "old", "new", "ratio", "outside of the spread")


class Row(NamedTuple):
    """`old` and `new` are those of each run; `more` says whether more is better."""

    system: str
    charge_points: int
    what: str
    old: Sequence[float]
    new: Sequence[float]
    more: bool = False

    @property
    def ratio(self) -> float | None:
        old, new = median(self.old), median(self.new)
        return new / old if old else None

    @property
    def mark(self) -> str:
        """Nothing if the runs overlap, or if there is one of each: their spread is not known."""
        if len(self.old) == len(self.new) == 1:
            return ""
        if min(self.new) > max(self.old):
            return "better" if self.more else "worse"
        if max(self.new) < min(self.old):
            return "worse" if self.more else "better"
        return ""

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        told = (_told(self.old), _told(self.new))
        return (self.system, f"{self.charge_points}", self.what, *told, ratio, self.mark)


def rows(old: Result, new: Result) -> list[Row]:
    """Of what both have measured."""
    found: list[Row] = []
    for after in new.runs:
        before = old.find(after.system, after.charge_points)
        if before:
            floors = old.find(FLOOR, after.charge_points), new.find(FLOOR, after.charge_points)
            found.extend(_of_runs(before, after))
            found.extend(_beside_the_floor(before, after, *floors))
    if old.crowd and new.crowd:
        found.extend(_of_crowds(old.crowd, new.crowd))
    return found


def _of_runs(old: Runs, new: Runs) -> Iterator[Row]:
    of = (new.system, new.charge_points)
    yield Row(*of, "messages/s", old.per_second, new.per_second, more=True)
    for percent in SPREAD:
        what = f"p{percent:g} ms"
        yield Row(*of, what, old.latency.spread(percent), new.latency.spread(percent))
    for action in sorted(old.by_action.keys() & new.by_action.keys()):
        for percent in SPREAD:
            before, after = (one.by_action[action].spread(percent) for one in (old, new))
            yield Row(*of, f"{action} p{percent:g} ms", before, after)
    if old.cpu_of_system and new.cpu_of_system:
        yield Row(*of, "CPU ms a message", old.cpu_of_system, new.cpu_of_system)
    for role in [role for role in new.cpu if role in old.cpu]:
        yield Row(*of, f"CPU ms a message, {role}", old.cpu[role], new.cpu[role])
    if old.round_trips and new.round_trips:
        yield Row(*of, "requests a message", old.round_trips, new.round_trips)


def _beside_the_floor(
    old: Runs, new: Runs, old_floor: Runs | None, new_floor: Runs | None
) -> Iterator[Row]:
    """What a faster or a busier machine does not change."""
    if old_floor is None or new_floor is None or new.system == FLOOR:
        return
    of = (new.system, new.charge_points)
    what = "messages/s, of the floor's"
    yield Row(*of, what, shares(old, old_floor), shares(new, new_floor), more=True)
    yield Row(*of, "p50, times the floor's", times(old, old_floor), times(new, new_floor))


def _of_crowds(old: Crowd, new: Crowd) -> Iterator[Row]:
    """If they are of the same size."""
    before, after = ((one.system, one.charge_points, one.interval) for one in (old, new))
    if before != after:
        return
    figures: dict[str, Callable[[Crowd], float]] = {
        "heartbeat p50 ms": lambda crowd: crowd.heartbeats.p50,
        "heartbeat p99 ms": lambda crowd: crowd.heartbeats.p99,
        "answers missed": lambda crowd: crowd.missed,
        "s until all were back": lambda crowd: crowd.storm,
    }
    for what, of in figures.items():
        yield Row(new.system, new.charge_points, f"connected: {what}", [of(old)], [of(new)])


def markdown(old: Result, new: Result) -> str:
    compared = rows(old, new)
    head = f"Old: {old.at}, `{old.command}`. New: {new.at}, `{new.command}`."
    if old.machine.processor != new.machine.processor or old.machine.cores != new.machine.cores:
        head += " **They were made on different machines.**"
    if not compared:
        return f"{head}\n\nThey have measured nothing in common.\n"
    return f"{head}\n\n{table(Table(HEAD, [row.cells() for row in compared]))}\n"


def _told(runs: Sequence[float]) -> str:
    middle, least, most = (short(each(runs)) for each in (median, min, max))
    return middle if len(runs) == 1 else f"{middle} ({least} to {most})"


def _read(path: Path) -> Result:
    """Raises ValidationError, ValueError, OSError."""
    return results.read(results.newest(path) if path.is_dir() else path)


def main(arguments: list[str]) -> None:
    assert __doc__
    parser = argparse.ArgumentParser(prog="compare", description=__doc__.partition("\n\n")[2])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    options = parser.parse_args(arguments)
    try:
        print(markdown(_read(options.old), _read(options.new)), end="")
    except (OSError, ValueError) as error:  # pydantic's are among the latter
        sys.exit(f"compare: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
