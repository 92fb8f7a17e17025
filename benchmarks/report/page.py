"""The figures as one page with plots."""

from collections.abc import Iterator
from html import escape
from statistics import median

from benchmarks.report import svg, table
from benchmarks.results import Crowd, Result, Runs

_STYLE = """\
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; font-size: 12px; fill: currentColor; }
.grid { stroke: currentColor; stroke-opacity: 0.2; }
table { border-collapse: collapse; } td, th { padding: 0.1rem 0.8rem; text-align: right; }
td:first-child, th:first-child { text-align: left; padding-left: 0; }"""


def html(result: Result) -> str:
    versions = ", ".join(f"{name} {each}" for name, each in result.versions.items())
    body = "\n".join(
        (
            "<h1>serverless-csms, benchmark</h1>",
            f"<p>{escape(table.told(result)).replace('`', '')}</p>",
            *_throughput(result.runs),
            *(part for runs in result.runs for part in _actions(runs) if runs.round_trips),
            *_cpu(result.runs),
            *(_crowd(result.crowd) if result.crowd else ()),
            "<h2>Versions</h2>",
            f"<p>{escape(versions)}</p>",
        )
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>serverless-csms, benchmark</title>\n<style>\n{_STYLE}\n</style>\n{body}\n</html>\n"
    )


def _throughput(groups: list[Runs]) -> Iterator[str]:
    yield "<h2>Throughput and latency</h2>"
    rows = [(_name(runs), {"messages/s": median(runs.per_second)}) for runs in groups]
    yield svg.bars(rows, "messages/s")
    yield svg.strips(
        [(_name(runs), runs.latency.percentiles) for runs in groups], "ms, all actions"
    )
    yield _table(
        ("", "charge points", "messages/s", "least", "most", "missed", "round trips", "elsewhere"),
        (
            (
                runs.system,
                f"{runs.charge_points}",
                *(f"{each(runs.per_second):,.0f}" for each in (median, min, max)),
                f"{sum(runs.missed)}",
                "" if runs.round_trips is None else f"{median(runs.round_trips)}",
                f"{median(runs.elsewhere):.2f}",
            )
            for runs in groups
        ),
    )
    yield (
        "<p>Round trips: requests to DynamoDB and SQS for each message, those after the answer "
        "among them. Elsewhere: cores that other programs kept busy meanwhile.</p>"
    )


def _actions(runs: Runs) -> Iterator[str]:
    yield f"<h2>Latency of each action: {escape(_name(runs))}</h2>"
    rows = [(action, latency.percentiles) for action, latency in runs.by_action.items()]
    yield svg.strips(rows, "ms")


def _cpu(groups: list[Runs]) -> Iterator[str]:
    yield "<h2>CPU of each process</h2>"
    yield svg.bars([(_name(runs), _medians(runs.cpu)) for runs in groups], "ms a message")
    yield "<h2>Memory of each process</h2>"
    yield svg.bars([(_name(runs), _medians(runs.memory)) for runs in groups], "MB")


def _crowd(crowd: Crowd) -> Iterator[str]:
    yield f"<h2>{crowd.charge_points:,} charge points</h2>"
    yield f"<p>{escape(table.crowd(crowd))}</p>"
    rows = [
        ("heartbeats", crowd.heartbeats.percentiles),
        ("cut until served", crowd.storm_latency.percentiles),
    ]
    yield svg.strips(rows, "ms")
    yield svg.bars([("all connected", crowd.memory)], "MB")


def _medians(by_role: dict[str, list[float]]) -> dict[str, float]:
    return {role: median(runs) for role, runs in by_role.items()}


def _name(runs: Runs) -> str:
    return f"{runs.system}, N = {runs.charge_points}"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    def line(cells: tuple[str, ...], kind: str) -> str:
        return f"<tr>{''.join(f'<{kind}>{escape(cell)}</{kind}>' for cell in cells)}</tr>"

    return "\n".join(("<table>", line(head, "th"), *(line(row, "td") for row in rows), "</table>"))
