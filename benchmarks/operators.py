"""`make benchapi`: what operators wait for. A command's way to the charge point and back, beside a
charge point's own call over the same sockets; the pages of a list as it grows.
"""

import argparse
import asyncio
import shlex
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
from pydantic import BaseModel, ConfigDict

from benchmarks import figures, machine, results
from benchmarks.charge_point import charge_point_id
from benchmarks.line import Line
from benchmarks.processes import cpu_seconds
from benchmarks.results import Latency, Machine
from benchmarks.systems import ROOT, System, csms
from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.store_access import point_store_at

HERE = Path(__file__).parent
PAGES = 30  # that are read of each list
BATCH = 25  # items that one BatchWriteItem takes


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Commands(_Part):
    """So many charge points, each with an operator who waits for every outcome."""

    charge_points: int
    per_second: float
    command: Latency  # milliseconds, from the request to its answer with the outcome
    socket: Latency  # a Heartbeat of the same charge points, just before
    missed: int
    requests: float  # to DynamoDB and SQS, for a command


class Pages(_Part):
    """The first two pages of 50 of GET /transactions, the newest first."""

    transactions: int
    page: Latency
    requests: float  # to DynamoDB, for a page
    function_ms: float  # CPU of the function, for a page


class Result(_Part):
    at: str
    command: str
    machine: Machine
    versions: dict[str, str]
    commands: list[Commands]
    pages: list[Pages]


class Operator:
    def __init__(self, system: System, session: aiohttp.ClientSession) -> None:
        assert system.api
        issuer = Issuer.load(Path(system.state["issuer"]))
        now, day = datetime.now(UTC), timedelta(days=1)
        token = issuer.token("operator", name="bench", at=now, lasts=day)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._api = system.api
        self._session = session

    async def command(self, number: int) -> None:
        path = f"/charge-points/{charge_point_id(number)}/commands/UnlockConnector?wait=25"
        asked = self._session.post(self._api + path, json={"connectorId": 1}, headers=self._headers)
        async with asked as answer:
            said = await answer.json(content_type=None)
            if answer.status != 200 or said["status"] != "Answered":
                raise RuntimeError(f"{answer.status}: {said}")

    async def page(self, cursor: str | None) -> str | None:
        query = {"limit": "50"} | ({"cursor": cursor} if cursor else {})
        asked = self._session.get(f"{self._api}/transactions", params=query, headers=self._headers)
        async with asked as answer:
            said = await answer.json(content_type=None)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {said}")
            following: str | None = said.get("cursor")
            return following


async def repeated(
    numbers: range, act: Callable[[int], Awaitable[object]], seconds: float
) -> tuple[list[float], int]:
    """Each acts without a rest; the milliseconds of each time, and how often it failed."""
    took: list[float] = []
    missed = 0
    end = perf_counter() + seconds

    async def live(number: int) -> None:
        nonlocal missed
        while (began := perf_counter()) < end:
            try:
                await act(number)
            except (RuntimeError, OSError, TimeoutError) as failure:
                print(f"missed: {failure}", file=sys.stderr)
                missed += 1
            else:
                took.append((perf_counter() - began) * 1000)

    await asyncio.gather(*(live(number) for number in numbers))
    return took, missed


async def commands(system: System, charge_points: int, seconds: float) -> Commands:
    numbers = range(1, charge_points + 1)
    lines = {
        number: await Line.open(system.url.replace("{id}", charge_point_id(number)))
        for number in numbers
    }
    for line in lines.values():
        line.replies["UnlockConnector"] = {"status": "Unlocked"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        operator = Operator(system, session)
        await repeated(numbers, operator.command, 1)  # until all of it is warm
        socket, _ = await repeated(numbers, lambda one: lines[one].call("Heartbeat", {}), seconds)
        before = system.requests() or 0
        took, missed = await repeated(numbers, operator.command, seconds)
        requests = (system.requests() or 0) - before - 1
    for line in lines.values():
        line.cut()
    return Commands(
        charge_points=charge_points,
        per_second=round(len(took) / seconds, 1),
        command=figures.latency(took),
        socket=figures.latency(socket),
        missed=missed,
        requests=round(requests / max(len(took), 1), 2),
    )


async def pages(system: System, transactions: int) -> Pages:
    async with aiohttp.ClientSession() as session:
        operator = Operator(system, session)
        await operator.page(None)
        roles = system.roles
        before, used = system.requests() or 0, cpu_seconds(roles)["workers"]
        took: list[float] = []
        cursor: str | None = None
        for number in range(PAGES):  # the first and the second in turn: the shortest list has both
            began = perf_counter()
            cursor = await operator.page(cursor if number % 2 else None)
            took.append((perf_counter() - began) * 1000)
        used = cpu_seconds(roles)["workers"] - used
        requests = (system.requests() or 0) - before - 1
    return Pages(
        transactions=transactions,
        page=figures.latency(took),
        requests=round(requests / PAGES, 2),
        function_ms=round(used / PAGES * 1000, 2),
    )


def fill(system: System, first: int, last: int) -> None:
    """Transactions of ten thousand charge points, over the month so far."""
    point_store_at(system.state["awsEndpoint"], system.state["region"], system.state["tables"])
    from csms import aws
    from csms.store.table import StateItem, put

    for place in range(first, last, BATCH):
        made = [put(_transaction(n)) for n in range(place, min(place + BATCH, last))]
        puts = [{"PutRequest": {"Item": write.arguments["Item"]}} for write in made]
        wanted = {"RequestItems": {StateItem.Meta.table_name: puts}}
        aws.call(aws.DYNAMODB, "BatchWriteItem", wanted)


def _transaction(number: int) -> Any:
    from csms.store.table import by_time
    from csms.store.transactions import Transaction

    charge_point = charge_point_id(number % 10_000)
    now = datetime.now(UTC)
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    at = month + (now - month) * (number / 100_000)
    transaction = Transaction.of(charge_point, 1 + number)
    transaction.connector_id, transaction.id_tag = 1, "BENCH"
    transaction.id_tag_info = {"status": "Accepted"}
    transaction.started_at = transaction.start_received_at = at
    transaction.start_digest, transaction.meter_start = f"{number}", number
    transaction.by_time_pk, transaction.by_time_sk = by_time("TX", charge_point, at)
    return transaction


def measured(options: argparse.Namespace) -> tuple[list[Commands], list[Pages]]:
    several: list[Commands] = []
    for number in (1, options.charge_points):
        runs = []
        for _ in range(options.runs):
            with csms(options.scratch, number, durable=True) as system:
                runs.append(asyncio.run(commands(system, number, options.seconds)))
                print(_line(runs[-1]), flush=True)
        several.append(sorted(runs, key=lambda run: run.command.p50)[len(runs) // 2])
    listed: list[Pages] = []
    with csms(options.scratch, 1, durable=False) as system:
        done = 0
        for transactions in (100, min(1000, options.transactions), options.transactions):
            fill(system, done, transactions)
            done = transactions
            runs_of_pages = [asyncio.run(pages(system, transactions)) for _ in range(options.runs)]
            listed.append(sorted(runs_of_pages, key=lambda run: run.page.p50)[options.runs // 2])
            print(_page_line(listed[-1]), flush=True)
    return several, listed


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


def _line(run: Commands) -> str:
    return (
        f"N = {run.charge_points:<3} {run.per_second:6.1f} commands/s,"
        f" p50 {run.command.p50:.1f} ms, p99 {run.command.p99:.1f} ms, {run.requests} requests;"
        f" the socket alone p50 {run.socket.p50:.1f} ms; missed {run.missed}"
    )


def _page_line(run: Pages) -> str:
    return (
        f"{run.transactions:>7,} transactions: a page p50 {run.page.p50:.1f} ms,"
        f" {run.requests} requests, {run.function_ms} ms of the function's CPU"
    )


def main(arguments: list[str]) -> None:
    assert __doc__
    parser = argparse.ArgumentParser(prog="benchapi", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--charge-points", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--scratch", type=Path, default=ROOT / "build")
    parser.add_argument("--output", type=Path, default=HERE / "results" / "operators")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    made, listed = measured(options)
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f'make benchapi ARGS="{shlex.join(arguments)}"' if arguments else "make benchapi",
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        commands=made,
        pages=listed,
    )
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / result.at[:10]
    path.with_suffix(".json").write_text(results.text(result))
    path.with_suffix(".md").write_text(markdown(result))
    print(f"\n{markdown(result)}")


if __name__ == "__main__":
    main(sys.argv[1:])
