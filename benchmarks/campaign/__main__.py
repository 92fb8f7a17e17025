"""`python -m benchmarks.campaign`: a firmware campaign over many simulated charge points, of which
a tenth fail and a tenth are offline. It ends when those that could be updated are, and the end time
is over; each end is recorded once.
"""

import argparse
import asyncio
import shlex
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks import machine
from benchmarks.campaign.results import Result, expected, markdown
from benchmarks.charge_point import charge_point_id
from benchmarks.operator_api import Operator
from benchmarks.processes import cpu_seconds
from benchmarks.program import keep
from benchmarks.systems import ROOT, System, csms
from csms_tools.charge_point import Access, ChargePoint, Settings
from csms_tools.local.store_access import point_store_at

HERE = Path(__file__).parents[1]
VERSION = "1.0.0+"  # what a simulated charge point of 1.0.0 calls itself after an update
CANARY = 0.05


class Image:
    """It is fetched from nowhere, at once: what is measured is the campaign."""

    async def download(self, location: str) -> bytes:
        return location.encode()

    async def upload(self, location: str, name: str, content: bytes) -> None:
        raise NotImplementedError


async def campaign(
    system: System, charge_points: int, concurrency: int, seconds: float
) -> dict[str, Any]:
    """The figures of one; `seconds` after its start it is over."""
    numbers = range(1, charge_points + 1)
    tenth = charge_points // 10
    lives: list[asyncio.Task[None]] = []
    for number in numbers:
        if number % 10 == 0 and number // 10 <= tenth:
            continue  # never there
        fails = number % 10 == 5 and number // 10 < tenth
        access = Access(system.url.removesuffix("/{id}"), charge_point_id(number))
        settings = Settings(installation_fails=fails)
        one = ChargePoint(access, settings, strict=False, files=Image())
        lives.append(asyncio.create_task(one.live()))
        await asyncio.sleep(0.02)  # or they would storm it
    try:
        async with aiohttp.ClientSession() as session:
            operator = Operator(system, session)
            await _all_there(operator, charge_points - tenth)
            return await _rolled_out(system, operator, charge_points, concurrency, seconds)
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def _all_there(operator: Operator, wanted: int) -> None:
    async with asyncio.timeout(120):
        while await _there(operator) < wanted:  # noqa: ASYNC110 - it is asked over HTTP
            await asyncio.sleep(0.5)


async def _there(operator: Operator) -> int:
    found, cursor = 0, ""
    while True:
        page = await operator.ask("GET", f"/charge-points?limit=200{cursor}")
        found += sum("connection" in one and "boot" in one for one in page["items"])
        if "cursor" not in page:
            return found
        cursor = f"&cursor={page['cursor']}"


async def _rolled_out(
    system: System, operator: Operator, charge_points: int, concurrency: int, seconds: float
) -> dict[str, Any]:
    roles = system.roles
    used = cpu_seconds(roles)
    began = perf_counter()
    body = {
        "name": "bench",
        "firmware": {"location": "http://127.0.0.1/image", "firmwareVersion": VERSION},
        "targets": {
            "chargePointIds": [charge_point_id(number) for number in range(1, charge_points + 1)]
        },
        "phases": [{"share": CANARY, "successThreshold": 0.5}],
        "rollout": {"concurrency": concurrency},
        "abort": [{"on": "any", "share": 0.5, "atLeast": 20}],
        "endTime": (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(),
    }
    made = await operator.ask("POST", "/campaigns", body)
    where = f"/campaigns/{made['campaignId']}"
    updated = 0.0
    async with asyncio.timeout(seconds + 60):
        while "endedAt" not in made:
            await asyncio.sleep(0.5)
            made = await operator.ask("GET", where)
            ends = made["progress"]["ends"]
            done = ends.get("installed", 0) + ends.get("failed", 0)
            if not updated and done == charge_points - charge_points // 10:
                updated = perf_counter() - began
    took = perf_counter() - began
    now = cpu_seconds(roles)
    attempt, once = _kept(system, made["campaignId"], charge_points)
    return {
        "status": made["status"],
        "ends": made["progress"]["ends"],
        "seconds": round(took, 1),
        "updated_seconds": round(updated, 1),
        "executions": attempt,
        "recorded_once": once,
        "cpu": {role: round(now[role] - used.get(role, 0), 1) for role in sorted(now)},
    }


def _kept(system: System, campaign_id: str, charge_points: int) -> tuple[int, bool]:
    """How many executions it had, and whether each charge point's end was recorded once."""
    point_store_at(system.state["awsEndpoint"], system.state["region"], system.state["tables"])
    from csms.store.commands import campaigns
    from csms.store.provisioned.audit import AuditEntry, partition
    from csms.store.table import query

    found = campaigns.find(campaign_id)
    assert found
    recorded = Counter(
        number
        for number in range(1, charge_points + 1)
        for _ in query(
            AuditEntry, partition(f"campaigns/{campaign_id}/targets/{charge_point_id(number)}")
        )
    )
    once = recorded == Counter(range(1, charge_points + 1))
    return found.attempt, once


def main(arguments: list[str]) -> int:
    assert __doc__
    parser = argparse.ArgumentParser(prog="campaign", description=__doc__)
    parser.add_argument("--charge-points", type=int, default=200)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=150, help="until its end time")
    parser.add_argument("--scratch", type=Path, default=ROOT / "build")
    parser.add_argument("--output", type=Path, default=HERE / "results" / "campaigns")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    with csms(options.scratch, options.charge_points, durable=False) as system:
        figures = asyncio.run(
            campaign(system, options.charge_points, options.concurrency, options.seconds)
        )
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=shlex.join(["python", "-m", "benchmarks.campaign", *arguments]),
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        charge_points=options.charge_points,
        concurrency=options.concurrency,
        **figures,
    )
    keep(options.output, result, markdown(result))
    return 0 if result.recorded_once and result.ends == expected(result.charge_points) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
