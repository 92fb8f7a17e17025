"""What `make benchapi` has measured: its shape, and how it is told."""

from collections.abc import Iterator

from benchmarks.results import Latency, Made, Part


class Commands(Part):
    """So many charge points, each with an operator who waits for every outcome."""

    charge_points: int
    per_second: float
    command: Latency  # milliseconds, from the request to its answer with the outcome
    socket: Latency  # a Heartbeat of the same charge points, just before
    missed: int
    requests: float  # to DynamoDB and SQS, for a command


class Pages(Part):
    """The first two pages of 50 of GET /transactions, the newest first."""

    transactions: int
    page: Latency
    requests: float  # to DynamoDB, for a page
    function_ms: float  # CPU of the function, for a page


class Result(Made):
    commands: list[Commands]
    pages: list[Pages]


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    machine = result.machine
    yield (
        f"{result.at[:10]}, `{result.command}`, medians: {machine.processor}, {machine.cores} cores"
        f" for everything, Python {result.versions['python']}, durable."
    )
    yield ""
    yield (
        "| charge points | commands/s | command p50 ms | p99 ms | socket p50 ms | p99 ms"
        " | requests a command |"
    )
    yield "|---|---|---|---|---|---|---|"
    for one in result.commands:
        yield (
            f"| {one.charge_points} | {one.per_second:.0f} | {one.command.p50:.1f} |"
            f" {one.command.p99:.1f} | {one.socket.p50:.1f} | {one.socket.p99:.1f} |"
            f" {one.requests:.1f} |"
        )
    yield ""
    yield "| transactions | page p50 ms | p99 ms | requests a page | function's CPU ms a page |"
    yield "|---|---|---|---|---|"
    for each in result.pages:
        yield (
            f"| {each.transactions:,} | {each.page.p50:.1f} | {each.page.p99:.1f} |"
            f" {each.requests:.1f} | {each.function_ms:.1f} |"
        )


def told_of_commands(run: Commands) -> str:
    return (
        f"N = {run.charge_points:<3} {run.per_second:6.1f} commands/s,"
        f" p50 {run.command.p50:.1f} ms, p99 {run.command.p99:.1f} ms, {run.requests} requests;"
        f" the socket alone p50 {run.socket.p50:.1f} ms; missed {run.missed}"
    )


def told_of_pages(run: Pages) -> str:
    return (
        f"{run.transactions:>7,} transactions: a page p50 {run.page.p50:.1f} ms,"
        f" {run.requests} requests, {run.function_ms} ms of the function's CPU"
    )
