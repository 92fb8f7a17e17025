"""What it should reach on two cores, client included, beside the floor of the same run."""

from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.report.table import shares, times
from benchmarks.results import Result
from benchmarks.systems import FLOOR, OURS

RIVAL = 442  # durable messages/s at N = 50 that the fastest other system was seen to sustain


class Goal(NamedTuple):
    what: str
    wanted: str
    measured: float
    reached: bool


def goals(result: Result) -> list[Goal]:
    """Those that were measured."""
    return [*_of_one(result), *_of_fifty(result), *_of_the_crowd(result)]


def _of_one(result: Result) -> Iterator[Goal]:
    one, floor = result.find(OURS, 1), result.find(FLOOR, 1)
    if one and floor:
        yield _at_most("p50 at N = 1, times the floor's", median(times(one, floor)), 3.8)


def _of_fifty(result: Result) -> Iterator[Goal]:
    fifty, floor = result.find(OURS, 50), result.find(FLOOR, 50)
    if not (fifty and floor):
        return
    share = median(shares(fifty, floor))
    yield _at_least("messages/s at N = 50, of the floor's", share, 0.22)
    yield _at_least("the same, the goal beyond", share, 0.35)
    yield _at_least("messages/s at N = 50", median(fifty.per_second), RIVAL)
    used = median(fifty.cpu_of_system) + median(fifty.cpu["client"])
    yield _at_most("CPU ms a message at N = 50, the client's too", used, 3.4)
    ratio = fifty.latency.p99 / fifty.latency.p50
    yield _at_most("p99 at N = 50, times the p50", ratio, 1.6)


def _of_the_crowd(result: Result) -> Iterator[Goal]:
    crowd = result.crowd
    if crowd and crowd.system == OURS and crowd.charge_points >= 2000:
        what = f"missed answers of {crowd.charge_points:,} connected charge points"
        yield _at_most(what, crowd.missed, 0)


def _at_most(what: str, measured: float, wanted: float) -> Goal:
    return Goal(what, f"at most {wanted:g}", measured, measured <= wanted)


def _at_least(what: str, measured: float, wanted: float) -> Goal:
    return Goal(what, f"at least {wanted:g}", measured, measured >= wanted)


def dominating(result: Result) -> str:
    """What the CPU of a message goes to, with as many charge points as are told of; or nothing."""
    runs = result.find(OURS, 50) or next(iter(reversed(result.of(OURS))), None)
    if runs is None:
        return ""
    used = {role: median(each) for role, each in runs.cpu.items()}
    parts = [f"{role} {ms:.2g}" for role, ms in _most_first(used) if ms >= 0.01]
    asked = f"; a message makes {median(runs.round_trips):.1f} requests" if runs.round_trips else ""
    return (
        f"Where it goes at N = {runs.charge_points}, in ms of CPU a message: {', '.join(parts)}. "
        f"Workers are the functions; the emulator stands for DynamoDB and SQS{asked}."
    )


def _most_first(used: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(used.items(), key=lambda one: -one[1])
