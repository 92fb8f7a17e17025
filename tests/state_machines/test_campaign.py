"""The machine of a campaign, every branch of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from math import inf
from typing import Any

import pytest
import pytest_asyncio

from csms.store.commands import job_transitions
from csms.store.commands.campaigns import Campaign
from csms.store.commands.jobs import Job
from csms.store.table import fetch, perform
from tests.campaigns import campaign_over, changed, kept, states, target, there
from tests.state_machines.desk import Desk
from tests.support import Sockets
from workflows.follow_campaign import execution_name, told

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("store", "sockets"),
]

HOUR = 3600


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    async with Desk("CampaignMachine") as desk:
        yield desk


async def start(desk: Desk, campaign: Campaign) -> str:
    return await desk.start(execution_name(campaign), told(campaign))


def begun(desk: Desk, *charge_points: str, attempt: int, **members: Any) -> Campaign:
    """`attempt`: one of its own for each test, for the executions of all stay."""
    campaign_over(*charge_points, at=desk.now.replace(microsecond=0))
    return changed(attempt=attempt, **members)


async def test_it_ends_with_its_last_charge_point(desk: Desk, sockets: Sockets) -> None:
    there("A")
    arn = await start(desk, begun(desk, "A", attempt=11))
    async with asyncio.timeout(10):
        while states() != {"A": "requested"}:  # noqa: ASYNC110 - others write it
            await asyncio.sleep(0.1)
    (job,) = fetch(Job.of("A", str(target("A").command_id)))
    assert job
    job.outcome, job.reason, job.ended_at = "installed", "so it was", desk.now
    perform(job_transitions.moved(job))
    ended = await desk.ended(arn, hurry=60)
    assert json.loads(ended["output"])["outcome"] == "completed"
    path = await desk.path(arn)
    assert path[-3:] == ["LookAtCampaign", "HasEnded", "Ended"]
    assert path.count("WaitUntilDue") >= 2
    assert (kept().status, states()) == ("completed", {"A": "installed"})


async def test_it_waits_for_its_start(desk: Desk) -> None:
    later = desk.now + timedelta(hours=1)
    campaign = begun(desk, attempt=12, starts_at=later, attempt_at=later)
    ended = await desk.ended(await start(desk, campaign), hurry=HOUR)
    assert json.loads(ended["output"])["outcome"] == "completed"
    assert kept().ended_at
    assert kept().ended_at >= later  # type: ignore[operator]


async def test_it_expires_while_it_waits(desk: Desk) -> None:
    there("A", connected=False)
    arn = await start(desk, begun(desk, "A", attempt=13))
    ended = await desk.ended(arn, hurry=6 * HOUR)
    assert json.loads(ended["output"])["outcome"] == "expired"
    assert states() == {"A": "skipped"}


async def test_one_that_another_has_replaced_ends(desk: Desk) -> None:
    campaign = begun(desk, attempt=14)
    arn_of = execution_name(campaign), told(campaign)
    changed(attempt=15)
    ended = await desk.ended(await desk.start(*arn_of))
    assert json.loads(ended["output"])["outcome"] == "Replaced"


async def test_a_function_that_fails_is_asked_again(desk: Desk) -> None:
    async with desk.failing("LookAtCampaign", 2, "completed") as tries:
        ended = await desk.ended(await start(desk, begun(desk, attempt=16)), hurry=HOUR)
    assert (ended["status"], len(tries)) == ("SUCCEEDED", 3)


async def test_if_it_fails_for_good_the_reconciler_is_left_to_do_it(desk: Desk) -> None:
    async with desk.failing("LookAtCampaign", inf, "completed"):
        ended = await desk.ended(await start(desk, begun(desk, attempt=17)), hurry=HOUR)
    assert (ended["status"], ended["error"], kept().ended_at) == ("FAILED", "NotLookedAt", None)


async def test_every_branch_of_it_ran(desk: Desk) -> None:
    assert desk.ran == desk.branches()
