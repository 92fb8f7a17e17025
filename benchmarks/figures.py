"""The arithmetic: percentiles of latencies, runs put together."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.results import PERCENTS, SPREAD, Latency, Load, Runs


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


def grouped(loads: Iterable[Load]) -> list[Runs]:
    """In the order in which each first ran."""
    groups: dict[tuple[str, int], list[Load]] = {}
    for load in loads:
        groups.setdefault((load.system, load.charge_points), []).append(load)
    return [_runs(group) for group in groups.values()]


def _runs(loads: Sequence[Load]) -> Runs:
    first = loads[0]
    round_trips = [load.round_trips for load in loads if load.round_trips is not None]
    return Runs(
        system=first.system,
        durable=first.durable,
        charge_points=first.charge_points,
        seconds=[load.seconds for load in loads],
        messages=[load.messages for load in loads],
        missed=[load.missed for load in loads],
        latency=_middle([load.latency for load in loads]),
        by_action={
            action: _middle([load.by_action[action] for load in loads if action in load.by_action])
            for action in first.by_action
        },
        cpu=_by_role([load.cpu for load in loads]),
        memory=_by_role([load.memory for load in loads]),
        round_trips=round_trips or None,
        elsewhere=[load.elsewhere for load in loads],
    )


def _by_role(runs: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Of what there was in each."""
    roles = [role for role in runs[0] if all(role in run for run in runs)]
    return {role: [run[role] for run in runs] for role in roles}


def _middle(runs: Sequence[Latency]) -> Latency:
    return Latency(
        count=sum(run.count for run in runs),
        percentiles={
            percent: round(median(run.percentiles[percent] for run in runs), 3)
            for percent in PERCENTS
        },
        of_runs={percent: [run.percentiles[percent] for run in runs] for percent in SPREAD},
    )
