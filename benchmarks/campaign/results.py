"""What a campaign of the benchmark came to, and how that is told."""

from collections.abc import Iterator

from benchmarks.results import Made


class Result(Made):
    """`seconds` until every charge point had its end; `recorded` twice or never would be wrong."""

    charge_points: int
    concurrency: int
    status: str
    ends: dict[str, int]
    seconds: float
    updated_seconds: float  # until all that were there had been updated, or had failed
    executions: int
    recorded_once: bool
    cpu: dict[str, float]  # seconds, by process


def expected(charge_points: int) -> dict[str, int]:
    """A tenth of them fails, another is never there."""
    tenth = charge_points // 10
    return {"installed": charge_points - 2 * tenth, "failed": tenth, "skipped": tenth}


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    yield (
        f"{result.at[:10]}, `{result.command}`: {result.machine.processor},"
        f" {result.machine.cores} cores for everything, Python {result.versions['python']}."
    )
    yield ""
    ends = sorted(result.ends)
    yield (
        "| charge points | at once | those there updated, s | its end, s |"
        f" {' | '.join(ends)} | ends recorded once | executions |"
    )
    yield "|" + "---|" * (6 + len(ends))
    yield (
        f"| {result.charge_points} | {result.concurrency} | {result.updated_seconds:.0f} |"
        f" {result.seconds:.0f} | {' | '.join(str(result.ends[end]) for end in ends)} |"
        f" {'all' if result.recorded_once else 'not all'} | {result.executions} |"
    )
