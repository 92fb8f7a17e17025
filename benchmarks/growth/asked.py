"""The same asked of several systems in turn: what charge points say, and every list of the API."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from statistics import mean, median
from time import perf_counter

import aiohttp

from benchmarks import figures
from benchmarks.charge_point import ChargePoint, Payload
from benchmarks.charge_point import charge_point_id as bench_id
from benchmarks.growth.lists import List, lists
from benchmarks.growth.results import TARGET, Compared, Figures
from benchmarks.growth.session import charge_point_id
from benchmarks.line import Line
from benchmarks.operator_api import Operator
from benchmarks.processes import cpu_seconds
from benchmarks.systems import Broken, System

COUNTED = 3  # sessions, and pages, of which requests are counted
ALL = "all of them"
LONGER = 3  # times, what is above the target is measured again: chance, or growth?
AFTERWARDS = 0.05  # seconds: what follows an answer


async def messages(systems: Mapping[str, System], sessions: int) -> list[Compared]:
    """Of one charge point at each, which never rest but wait for each other."""
    took: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in systems}
    asked: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in systems}
    turn = asyncio.Lock()  # is given in the order in which it was asked for
    counting = False

    async def live(name: str, system: System) -> tuple[ChargePoint, Line]:
        line = await Line.open(system.url.replace("{id}", bench_id(1)))

        async def say(action: str, payload: Payload) -> Payload:
            async with turn:
                before = (system.requests() or 0) if counting else 0
                began = perf_counter()
                kind, _, answer, *more = await line.call(action, payload)
                spent = (perf_counter() - began) * 1000
                if kind != 3:
                    raise Broken(f"{name}: {action}: {answer} {more}")
                if counting:
                    await asyncio.sleep(AFTERWARDS)
                    asked[name][action].append((system.requests() or 0) - before - 1)
                else:
                    took[name][action].append(spent)
                result: Payload = answer
                return result

        charge_point = ChargePoint(1, say)
        await charge_point.boot()
        return charge_point, line

    async def all_charge(times: int) -> None:
        for _ in range(times):
            await asyncio.gather(*(one.charge() for one, _ in lives))

    lives = [await live(name, system) for name, system in systems.items()]
    await all_charge(5)  # until all of it is warm
    for of_system in took.values():
        of_system.clear()
    used = {name: _clocks(system) for name, system in systems.items()}
    await all_charge(sessions)
    times = {name: sum(map(len, took[name].values())) for name in systems}
    spent = _spent(systems, used, times)
    counting = True
    await all_charge(COUNTED)
    for _, line in lives:
        line.cut()
    before, grown = systems
    of_all = {name: [ms for several in took[name].values() for ms in several] for name in systems}
    every = {
        name: [mean(number for several in asked[name].values() for number in several)]
        for name in systems
    }
    return [
        *(
            Compared(
                name=action,
                before=_figures(took[before][action], asked[before][action]),
                grown=_figures(took[grown][action], asked[grown][action]),
            )
            for action in sorted(took[before])
        ),
        Compared(
            name=ALL,
            before=_figures(of_all[before], every[before]),
            grown=_figures(of_all[grown], every[grown]),
            function_ms=spent["workers"],
            emulator_ms=spent["emulator"],
        ),
    ]


async def pages(systems: Mapping[str, System], rounds: int) -> list[Compared]:
    """Of each list that the API has, the first page."""
    async with AsyncExitStack() as stack:
        operators: dict[str, Operator] = {}
        for name, system in systems.items():
            session = await stack.enter_async_context(aiohttp.ClientSession())
            operators[name] = Operator(system, session)
        *_, grown = operators.values()
        description = await grown.ask("GET", "/openapi.json")
        own = f"/charge-points/{charge_point_id(7)}/transactions"
        transaction, *_ = (await grown.ask("GET", own))["items"]
        root, *_ = (await grown.ask("GET", "/root-certificates"))["items"]
        known = {
            "chargePointId": charge_point_id(7),
            "transactionId": str(transaction["transactionId"]),
            "rootSha256": root["sha256"],
        }
        compared = []
        for one in lists(description, known):
            seen = await _page(one, systems, operators, rounds)
            if seen.ratio > TARGET:
                seen = await _page(one, systems, operators, rounds * LONGER)
            print(f"{one.name}: {seen.before.p50} → {seen.grown.p50} ms", flush=True)
            compared.append(seen)
        return compared


async def _page(
    one: List, systems: Mapping[str, System], operators: Mapping[str, Operator], rounds: int
) -> Compared:
    took: dict[str, list[float]] = {name: [] for name in systems}
    asked: dict[str, list[int]] = {name: [] for name in systems}
    items: dict[str, int] = {}
    for _ in range(COUNTED):
        for name, system in systems.items():
            before = system.requests() or 0
            answer = await operators[name].ask("GET", one.path)
            asked[name].append((system.requests() or 0) - before - 1)
            items[name] = len(answer["items"]) if isinstance(answer, dict) else len(answer)
    used = {name: _clocks(system) for name, system in systems.items()}
    for _ in range(rounds):
        for name in systems:
            began = perf_counter()
            await operators[name].ask("GET", one.path)
            took[name].append((perf_counter() - began) * 1000)
    spent = _spent(systems, used, dict.fromkeys(systems, rounds))
    small, grown = systems
    return Compared(
        name=one.name,
        before=_figures(took[small], asked[small], items[small]),
        grown=_figures(took[grown], asked[grown], items[grown]),
        function_ms=spent["workers"],
        emulator_ms=spent["emulator"],
    )


def _clocks(system: System) -> dict[int, tuple[str, float]]:
    """Of each process its role, and the CPU that it has used."""
    return {
        pid: (role, sum(cpu_seconds({pid: role}).values())) for pid, role in system.roles.items()
    }


def _spent(
    systems: Mapping[str, System],
    used: Mapping[str, Mapping[int, tuple[str, float]]],
    times: Mapping[str, int],
) -> dict[str, tuple[float, float]]:
    """Milliseconds of CPU each time, by role, of the one system and of the other.

    Workers come and go: of one that is new all counts, of one that has gone nothing.
    """
    now = {name: _clocks(system) for name, system in systems.items()}
    before, grown = systems

    def each(name: str, wanted: str) -> float:
        spent = sum(
            seconds - used[name].get(pid, (role, 0.0))[1]
            for pid, (role, seconds) in now[name].items()
            if role == wanted
        )
        return round(spent / times[name] * 1000, 2)

    return {role: (each(before, role), each(grown, role)) for role in ("workers", "emulator")}


def _figures(took: Sequence[float], asked: Sequence[float], items: int | None = None) -> Figures:
    """Something else asks now and then, and no more often than not: the median is of this."""
    latency = figures.latency(took)
    return Figures(
        p50=round(latency.p50, 2),
        p99=round(latency.p99, 2),
        requests=round(median(asked), 1),
        items=items,
    )
