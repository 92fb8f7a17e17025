"""The figures as Markdown, for README."""

from statistics import median

from benchmarks.results import Crowd, Result, Runs

HEAD = """\
| system | charge points | messages/s | p50 ms | p99 ms | CPU ms a message | others' cores |
|---|---|---|---|---|---|---|"""


def markdown(result: Result) -> str:
    parts = [told(result), "\n".join([HEAD, *map(_row, result.runs)])]
    if result.crowd:
        parts.append(crowd(result.crowd))
    return "\n\n".join(parts) + "\n"


def told(result: Result) -> str:
    """When, where and how."""
    machine, versions = result.machine, result.versions
    runs = max((len(runs.messages) for runs in result.runs), default=0)
    return (
        f"{result.at[:10]}, `{result.command}`, median of {runs}: {machine.processor}, "
        f"{machine.cores} cores for everything, Linux {machine.kernel.split('-')[0]}, "
        f"Python {versions['python']}; a sync to its disk takes {machine.sync_ms:.2g} ms."
    )


def _row(runs: Runs) -> str:
    per_second, cpu = runs.per_second, runs.cpu_of_system
    cells = (
        runs.system,
        str(runs.charge_points),
        f"{median(per_second):,.0f} ({min(per_second):,.0f} to {max(per_second):,.0f})",
        _short(runs.latency.p50),
        _short(runs.latency.p99),
        _short(median(cpu)) if cpu else "",
        f"{median(runs.elsewhere):.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _memory(crowd: Crowd) -> str:
    gateway = crowd.memory_each.get("gateway")
    return "" if gateway is None else f"{gateway:.0f} KB of the gateway's memory each, "


def crowd(crowd: Crowd) -> str:
    return (
        f"{crowd.charge_points:,} charge points connected to {crowd.system}, each with a heartbeat "
        f"every {crowd.interval:g} s: {_memory(crowd)}answered in "
        f"{_short(crowd.heartbeats.p50)} ms (p50), {_short(crowd.heartbeats.p99)} ms (p99). "
        f"All cut at once, the last was connected and its BootNotification answered after "
        f"{crowd.storm:.1f} s. Answers missed: {crowd.missed}."
    )


def _short(value: float) -> str:
    """About two digits that count."""
    return f"{value:,.{0 if value >= 10 else 1 if value >= 1 else 2}f}"
