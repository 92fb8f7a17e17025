"""The arithmetic: percentiles of latencies, medians of runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.results import PERCENTS, Latency, Load


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Of values in ascending order: the least that so many percent of them do not exceed."""
    place = -(-len(ordered) * percent // 100)  # rounded up
    return ordered[max(int(place), 1) - 1]


def latency(values: Iterable[float]) -> Latency:
    """Raises ValueError if there are none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("nothing was answered")
    return Latency(
        count=len(ordered),
        percentiles={percent: round(percentile(ordered, percent), 3) for percent in PERCENTS},
    )


@dataclass(frozen=True)
class Runs:
    """The runs of one system with one number of charge points."""

    loads: Sequence[Load]

    @property
    def first(self) -> Load:
        return self.loads[0]

    def middle(self, figure: Callable[[Load], float]) -> float:
        return median(map(figure, self.loads))

    def spread(self, figure: Callable[[Load], float]) -> tuple[float, float]:
        found = [figure(load) for load in self.loads]
        return min(found), max(found)

    def cpu(self, process: str) -> float:
        return self.middle(lambda load: load.cpu[process])

    def of_action(self, action: str, percent: float) -> float:
        return self.middle(lambda load: load.by_action[action].percentiles[percent])


def grouped(loads: Iterable[Load]) -> list[Runs]:
    """In the order in which each first ran."""
    groups: dict[tuple[str, int], list[Load]] = {}
    for load in loads:
        groups.setdefault((load.system, load.charge_points), []).append(load)
    return [Runs(group) for group in groups.values()]
