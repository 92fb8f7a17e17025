"""The figures as one page with plots."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from benchmarks.report import chart, cost, svg, table
from benchmarks.report.goals import dominating, goals
from benchmarks.report.parts import Plot, Section, Table
from benchmarks.report.table import short, spread
from benchmarks.results import SHOWN, Crowd, Result, Runs
from benchmarks.systems import FLOOR, OURS

TITLE = "serverless-csms, benchmark"


def sections(result: Result) -> list[Section]:
    main = result.systems[0]
    found = [Section("When, where, how", [table.told(result)])]
    found += [_goals(result)] if goals(result) else []
    found += [_throughput(result), _latency(result), *_actions(result, main)]
    found += [_cpu(result, main), *_memory(result)]
    found += [_crowd(result.crowd)] if result.crowd else []
    found += [cost.section(result.cost)] if result.cost else []
    versions = ", ".join(f"{name} {each}" for name, each in result.versions.items())
    return [*found, Section("Versions", [versions])]


def _goals(result: Result) -> Section:
    rows = [
        (what, wanted, f"{measured:,.3g}", "yes" if reached else "no")
        for what, wanted, measured, reached in goals(result)
    ]
    said = dominating(result)
    return Section(
        "What was wanted", [Table(("what", "wanted", "measured", "reached"), rows), said]
    )


def _throughput(result: Result) -> Section:
    drawing = chart.lines(
        [_series(result, system, lambda runs: runs.per_second) for system in _whole(result)],
        "charge points that never rest",
        "messages/s",
    )
    rows = [_throughput_row(result, runs) for runs in _by_system(result)]
    head = ("system", "charge points", "messages/s", "of the floor's", "missed", "requests")
    return Section(
        "Throughput",
        [
            Plot("throughput", "messages/s against the number of charge points", drawing),
            *_shares(result),
            Table((*head, "elsewhere"), rows),
            f"The floor is {FLOOR}: a row on disk for each message, and nothing else. Requests are "
            "those to DynamoDB and SQS for each message, those after the answer among them. "
            "Elsewhere: cores that other programs kept busy meanwhile.",
        ],
    )


def _shares(result: Result) -> Iterator[Plot]:
    rows = [
        (_name(runs), {"of the floor's": median(table.shares(runs, floor))})
        for system in _whole(result)
        if system != FLOOR
        for runs in result.of(system)
        if (floor := result.find(FLOOR, runs.charge_points))
    ]
    if rows:
        drawing = svg.bars(rows, "messages/s, as a part of the floor's in the same run")
        yield Plot("share", "messages/s as a part of the floor's", drawing)


def _throughput_row(result: Result, runs: Runs) -> tuple[str, ...]:
    floor = result.find(FLOOR, runs.charge_points)
    return (
        runs.system,
        f"{runs.charge_points}",
        spread(runs.per_second, "{:,.0f}"),
        spread(table.shares(runs, floor), "{:.2f}") if floor and floor != runs else "",
        f"{sum(runs.missed)}",
        "" if runs.round_trips is None else f"{median(runs.round_trips):.2f}",
        f"{median(runs.elsewhere):.2f}",
    )


def _latency(result: Result) -> Section:
    series = [
        _series(result, system, partial(_of_runs, percent=percent), f" p{percent:g}")
        for system in _whole(result)
        if system in (result.systems[0], OURS, FLOOR)
        for percent in (50.0, 99.0)
    ]
    drawing = chart.lines(series, "charge points that never rest", "ms from a call to its answer")
    rows = [_latency_row(result, runs) for runs in _by_system(result)]
    head = ("system", "charge points", "p50 ms", "times the floor's", "p99 ms", "p99 / p50")
    plot = Plot("latency", "p50 and p99 against the number of charge points", drawing)
    return Section("Latency", [plot, Table(head, rows)])


def _of_runs(runs: Runs, percent: float) -> list[float]:
    return runs.latency.spread(percent)


def _latency_row(result: Result, runs: Runs) -> tuple[str, ...]:
    floor, latency = result.find(FLOOR, runs.charge_points), runs.latency
    return (
        runs.system,
        f"{runs.charge_points}",
        spread(latency.spread(50.0), "{:,.3g}"),
        spread(table.times(runs, floor), "{:.1f}") if floor and floor != runs else "",
        spread(latency.spread(99.0), "{:,.3g}"),
        f"{latency.p99 / latency.p50:.1f}",
    )


def _series(
    result: Result, system: str, figures: Callable[[Runs], list[float]], more: str = ""
) -> chart.Series:
    found = {runs.charge_points: figures(runs) for runs in result.of(system)}
    return chart.Series(
        f"{system}{more}",
        {number: median(values) for number, values in found.items()},
        result.systems.index(system),
        {number: (min(values), max(values)) for number, values in found.items()},
        broken=more.endswith("99"),
    )


def _actions(result: Result, system: str) -> Iterator[Section]:
    for runs in result.of(system):
        if runs.charge_points in SHOWN and runs.by_action:
            rows = [(action, latency.percentiles) for action, latency in runs.by_action.items()]
            plot = Plot(
                f"actions-{runs.charge_points}",
                f"latency of each action at N = {runs.charge_points}",
                svg.strips(rows, "ms; 1 to 99 % thin, 25 to 75 % thick"),
            )
            yield Section(f"Latency of each action: {_name(runs)}", [plot])


def _cpu(result: Result, system: str) -> Section:
    groups = [*result.of(system), *(one for one in result.of(FLOOR) if system != FLOOR)]
    drawing = svg.bars([(_name(runs), _medians(runs.cpu)) for runs in groups], "ms a message")
    rows = [
        (_name(runs), *(spread(one, "{:.2g}") for one in (runs.cpu_of_system, runs.cpu["client"])))
        for runs in groups
        if runs.cpu_of_system
    ]
    plot = Plot("cpu", "CPU of a message by process", drawing)
    head = ("", "all of the system, ms a message", "the client")
    return Section("CPU of each process", [plot, Table(head, rows)])


def _memory(result: Result) -> Iterator[Section]:
    rows = [(_name(runs), _medians(runs.memory)) for runs in _by_system(result) if runs.by_action]
    if rows:
        plot = Plot("memory", "memory by process", svg.bars(rows, "MB"))
        yield Section("Memory of each process", [plot])


def _crowd(crowd: Crowd) -> Section:
    rows = [("heartbeats", crowd.heartbeats.percentiles)]
    if crowd.storm_latency:
        rows.append(("cut until served", crowd.storm_latency.percentiles))
    plot = Plot("crowd", "latency of heartbeats and after a power cut", svg.strips(rows, "ms"))
    memory = ", ".join(f"{role} {held:.0f} MB" for role, held in crowd.memory.items())
    more = (
        f"With all connected: {memory}. Connecting them, fifty at a time, took "
        f"{crowd.connecting:.0f} s; {crowd.storm_retries} had to try again after the cut; other "
        f"programs kept {short(crowd.elsewhere)} cores busy meanwhile."
    )
    title = f"{crowd.charge_points:,} connected charge points"
    return Section(title, [table.told_of_crowd(crowd), plot, more])


def _by_system(result: Result) -> list[Runs]:
    return [runs for system in result.systems for runs in result.of(system)]


def _whole(result: Result) -> list[str]:
    """The systems that were measured with all numbers of charge points."""
    most = max(len(result.of(system)) for system in result.systems)
    return [system for system in result.systems if len(result.of(system)) == most]


def _medians(by_role: dict[str, list[float]]) -> dict[str, float]:
    return {role: median(runs) for role, runs in by_role.items()}


def _name(runs: Runs) -> str:
    return f"{runs.system}, N = {runs.charge_points}"
