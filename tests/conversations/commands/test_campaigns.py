"""Campaigns over real sockets: from the first charge point to the last, also through kill -9."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from tests.conversations import running
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.strict import ChargePoint, accepts, keeps_silent, says

FIRMWARE = {"location": "https://files.example/firmware.bin"}
STATUSES = ("Downloading", "Downloaded", "Installing", "Installed")

Payload = dict[str, Any]


async def rolled_out(operators: Operators, *charge_point_ids: str, **more: Any) -> Payload:
    targets = {"chargePointIds": list(charge_point_ids)}
    body = {"name": "spring", "firmware": FIRMWARE, "targets": targets}
    reply = await operators.ask("POST", "/campaigns", body | more)
    assert reply.status == 201, reply
    return reply.body


async def when(operators: Operators, campaign: Payload, **states: str) -> Payload:
    """The campaign once its charge points are there; without any, once it has ended."""
    path = f"/campaigns/{campaign['campaignId']}"
    async with asyncio.timeout(30):
        while True:
            found = (await operators.ask("GET", path)).body
            targets = (await operators.ask("GET", f"{path}/targets")).body["items"]
            now = {one["chargePointId"].replace("-", "_"): one["state"] for one in targets}
            if ("endedAt" in found) if not states else states.items() <= now.items():
                return found
            await asyncio.sleep(0.2)


async def answered(operators: Operators, charge_point_id: str) -> None:
    """What was asked of it, and the answer was taken."""
    async with asyncio.timeout(30):
        while True:
            asked = await operators.ask("GET", f"/charge-points/{charge_point_id}/commands")
            if [one["status"] for one in asked.body["items"]] == ["Answered"]:
                return
            await asyncio.sleep(0.05)


async def updates(charge_point: ChargePoint, statuses: tuple[str, ...] = STATUSES) -> None:
    for status in statuses:
        assert await charge_point.call("FirmwareStatusNotification", {"status": status}) == {}


def ends(campaign: Payload, charge_point_id: str) -> list[str]:
    where = partition(f"campaigns/{campaign['campaignId']}/targets/{charge_point_id}")
    return [entry.details["ended"]["outcome"] for entry in query(AuditEntry, where)]


async def test_the_second_begins_when_the_canary_has_succeeded_and_one_who_comes_late_too(
    operators: Operators, make: Maker
) -> None:
    first, second = make(says({})), make(says({}))
    async with first.connected():
        campaign = await rolled_out(operators, first.id, second.id, phases=[{"count": 1}])
        await when(operators, campaign, **{first.id.replace("-", "_"): "requested"})
        assert second.calls == []
        await updates(first)
        await when(operators, campaign, **{first.id.replace("-", "_"): "installed"})
    async with second.connected():
        await when(operators, campaign, **{second.id.replace("-", "_"): "requested"})
        await updates(second, ("Downloading", "DownloadFailed"))
        found = await when(operators, campaign)
    assert (found["status"], found["progress"]["ends"]) == (
        "completed",
        {"installed": 1, "failed": 1},
    )
    assert [ends(campaign, one.id) for one in (first, second)] == [["installed"], ["failed"]]


@pytest.mark.parametrize("before_the_answer", [False, pytest.param(True, marks=pytest.mark.sweep)])
async def test_a_campaign_survives_kill_9(before_the_answer: bool, tmp_path: Path) -> None:
    data, seed = tmp_path / "data", tmp_path / "seed.yaml"
    seed.write_text(
        "chargePoints: [{id: CP1, securityProfile: 0}, {id: CP2, securityProfile: 0}]\nidTags: []\n"
    )
    with running.up("--data", str(data), seed=seed) as csms:
        reply = keeps_silent if before_the_answer else says({})
        charge_point = ChargePoint(csms.ws, "CP1", reply)
        async with Operators.of(csms) as operators, charge_point.connected():
            campaign = await rolled_out(operators, "CP1", "CP2", rollout={"concurrency": 1})
            await when(operators, campaign, CP1="requested")
            await charge_point.heard(1)
            if not before_the_answer:
                await answered(operators, "CP1")
            csms.kill()
    with running.up("--data", str(data), seed=seed) as csms, running.its_store(csms):
        first, second = ChargePoint(csms.ws, "CP1", accepts), ChargePoint(csms.ws, "CP2", says({}))
        async with Operators.of(csms) as operators, first.connected(), second.connected():
            await updates(first)
            await when(operators, campaign, CP1="installed", CP2="requested")
            await updates(second)
            found = await when(operators, campaign)
        assert (found["status"], found["progress"]["ends"]) == ("completed", {"installed": 2})
        assert [ends(campaign, one) for one in ("CP1", "CP2")] == 2 * [["installed"]]
