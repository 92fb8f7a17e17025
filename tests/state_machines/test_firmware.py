"""The machine of a firmware update, every branch of it."""

import json
from collections.abc import AsyncIterator
from math import inf

import pytest
import pytest_asyncio

from csms.domain.job_progress import due
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.table import fetch, perform
from tests.state_machines.desk import Desk
from workflows.follow_jobs import execution_name, told

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("cp1")]

HOUR = 3600


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    async with Desk("FirmwareMachine") as desk:
        yield desk


def kept(desk: Desk, **timeouts: float) -> Job:
    job = Job.of("CP1", f"command-{desk.now.timestamp()}")
    job.action, job.status, job.location = "UpdateFirmware", "Accepted", "https://files.example/"
    job.asked_at = job.sent_at = job.opened_at = desk.now
    job.timeouts = {"downloaded": HOUR, "installed": HOUR} | timeouts
    job.attempt, job.wakes_at = 1, due(job)
    perform(job_transitions.requested(job, due(job)))
    return job


def outcome(job: Job) -> str | None:
    (found,) = fetch(Job.of("CP1", job.command_id))
    assert found
    return found.outcome


async def start(desk: Desk, job: Job) -> str:
    return await desk.start(execution_name(job), told(job))


async def test_it_ends_the_update_when_its_time_is_over(desk: Desk) -> None:
    job = kept(desk)
    arn = await start(desk, job)
    ended = await desk.ended(arn, hurry=HOUR)
    assert await desk.path(arn) == ["WaitUntilDue", "LookAtUpdate", "HasEnded", "Ended"]
    assert (json.loads(ended["output"])["outcome"], outcome(job)) == ("timedOut", "timedOut")


async def test_it_goes_on_to_the_time_of_the_next_phase(desk: Desk) -> None:
    job = kept(desk, installed=3 * HOUR)
    arn = await start(desk, job)
    job.phase, job.phase_at = "downloaded", desk.now
    job.progress, job.progress_at = "Downloaded", desk.now
    perform(job_transitions.moved(job))
    await desk.ended(arn, hurry=HOUR)
    assert (await desk.path(arn)).count("WaitUntilDue") == 2
    assert outcome(job) == "timedOut"


async def test_what_has_ended_meanwhile_it_leaves_as_it_is(desk: Desk) -> None:
    job = kept(desk)
    arn = await start(desk, job)
    job.outcome, job.ended_at = "installed", desk.now
    perform(job_transitions.moved(job))
    ended = await desk.ended(arn, hurry=HOUR)
    assert (json.loads(ended["output"])["outcome"], outcome(job)) == ("installed", "installed")


async def test_a_function_that_fails_is_asked_again(desk: Desk) -> None:
    async with desk.failing("LookAtUpdate", 2, "timedOut") as tries:
        ended = await desk.ended(await start(desk, kept(desk)), hurry=HOUR)
    assert (ended["status"], len(tries)) == ("SUCCEEDED", 3)


async def test_if_it_fails_for_good_the_reconciler_is_left_to_do_it(desk: Desk) -> None:
    job = kept(desk)
    async with desk.failing("LookAtUpdate", inf, "timedOut"):
        ended = await desk.ended(await start(desk, job), hurry=HOUR)
    assert (ended["status"], ended["error"], outcome(job)) == ("FAILED", "NotLookedAt", None)


async def test_it_does_not_wake_before_the_time_is_there(desk: Desk) -> None:
    job = kept(desk, downloaded=1)
    await desk.ended(await start(desk, job))
    assert outcome(job) == "timedOut"


async def test_every_branch_of_it_ran(desk: Desk) -> None:
    assert desk.ran == desk.branches()
