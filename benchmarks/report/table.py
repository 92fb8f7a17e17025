"""The figures in words and in tables."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from benchmarks.report.parts import Table
from benchmarks.results import Crowd, Load, Result, Runs
from benchmarks.systems import FLOOR

BUSY = 0.5  # of the load average, above which the machine was not quiet


def told(result: Result) -> str:
    """When, where and how."""
    machine, versions = result.machine, result.versions
    runs = max((len(runs.messages) for runs in result.runs), default=0)
    return (
        f"{result.at[:10]}, `{result.command}`, median of {runs}: {machine.processor}, "
        f"{machine.cores} cores for everything, Linux {machine.kernel.split('-')[0]}, "
        f"Python {versions['python']}; a sync to its disk takes {machine.sync_ms:.2g} ms."
        f"{' '.join(['', *_disturbed(result)])}"
    )


def _disturbed(result: Result) -> Iterator[str]:
    before = result.machine.load_before
    if before is not None and before > BUSY:
        yield f"**The machine was not quiet**: its load was {before:.1f} before the start."
    elsewhere = [each for runs in result.runs for each in runs.elsewhere]
    if elsewhere and max(elsewhere) > BUSY:
        yield (
            f"**Other programs** kept {median(elsewhere):.1f} cores busy meanwhile, "
            f"up to {max(elsewhere):.1f}."
        )


def told_of_load(load: Load) -> str:
    return (
        f"{load.system:24} N = {load.charge_points:<4} "
        f"{load.per_second:7,.0f} messages/s, p50 {load.latency.p50:.1f} ms, "
        f"p99 {load.latency.p99:.1f} ms, "
        f"missed {load.missed}, elsewhere {load.elsewhere} cores"
    )


def told_of_crowd(crowd: Crowd) -> str:
    each = crowd.memory_each.get("gateway")
    memory = "" if each is None else f"{each:.0f} KB of the gateway's memory each, "
    time = "" if crowd.seconds is None else f" for {crowd.seconds:g} s"
    return (
        f"{crowd.charge_points:,} charge points connected to {crowd.system}, each with a heartbeat "
        f"every {crowd.interval:g} s{time}: {memory}answered in "
        f"{short(crowd.heartbeats.p50)} ms (p50), {short(crowd.heartbeats.p99)} ms (p99). "
        f"All cut at once, {_back(crowd)} after {crowd.storm:.1f} s. "
        f"Answers missed: {crowd.missed:,} of {crowd.heartbeats.count + crowd.missed:,}."
    )


def _back(crowd: Crowd) -> str:
    back = crowd.storm_latency.count if crowd.storm_latency else 0
    if back == crowd.charge_points:
        return "the last was connected and its BootNotification answered"
    return f"only {back:,} of them were connected and their BootNotification answered"


def beside_the_floor(result: Result, system: str) -> Table:
    """For README: what counts, a row for each number of charge points."""
    rows = []
    for runs in result.of(system):
        floor = result.find(FLOOR, runs.charge_points)
        rows.append(
            (
                f"{runs.charge_points}",
                spread(runs.per_second, "{:,.0f}"),
                *_shares(runs, floor),
                short(runs.latency.p99),
                short(median(runs.cpu_of_system)) if runs.cpu_of_system else "",
                "" if runs.round_trips is None else f"{median(runs.round_trips):.1f}",
            )
        )
    head = ("charge points", "messages/s", "of the floor's", "p50 ms", "times the floor's")
    return Table((*head, "p99 ms", "CPU ms a message", "requests a message"), rows)


def _shares(runs: Runs, floor: Runs | None) -> tuple[str, str, str]:
    p50 = short(runs.latency.p50)
    if floor is None:
        return "", p50, ""
    return f"{median(shares(runs, floor)):.2f}", p50, f"{median(times(runs, floor)):.1f}"


def shares(runs: Runs, floor: Runs) -> list[float]:
    """Of the floor's messages/s, run by run."""
    return _ratios(runs.per_second, floor.per_second)


def times(runs: Runs, floor: Runs) -> list[float]:
    """The p50 as so many times the floor's, run by run."""
    return _ratios(runs.latency.spread(50.0), floor.latency.spread(50.0))


def _ratios(values: Iterable[float], floors: Iterable[float]) -> list[float]:
    return [value / floor for value, floor in zip(values, floors, strict=False)]


def spread(values: Sequence[float], form: str) -> str:
    """The median, with the least and the most of the runs."""
    middle, least, most = (form.format(each(values)) for each in (median, min, max))
    return middle if least == most else f"{middle} ({least} to {most})"


def short(value: float) -> str:
    """About two digits that count."""
    return f"{value:,.{0 if value >= 10 else 1 if value >= 1 else 2}f}"
