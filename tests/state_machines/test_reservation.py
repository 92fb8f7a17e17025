"""The machine of a reservation, every branch of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from math import inf

import pytest
import pytest_asyncio

from csms.store.table import fetch, perform
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Reservation
from tests.csms.store.transactions.test_reservations import reservation
from tests.state_machines.desk import Desk
from workflows.follow_reservation import execution_name, told

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("cp1")]

HOUR = 3600


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    async with Desk("ReservationMachine") as desk:
        yield desk


def kept(desk: Desk, seconds: float = HOUR) -> Reservation:
    made = reservation()
    made.answered_at = desk.now
    made.expiry_date = made.answered_at + timedelta(seconds=seconds)
    made.command_id = f"command-{made.answered_at.timestamp()}"
    perform(store.answered(made))
    return made


async def start(desk: Desk, one: Reservation, **changes: object) -> str:
    return await desk.start(execution_name(one), told(one) | changes)


def status() -> str:
    (found,) = fetch(Reservation.of("CP1", 7))
    assert found
    return found.status


async def test_it_ends_the_reservation_when_its_time_is_over(desk: Desk) -> None:
    arn = await start(desk, kept(desk))
    ended = await desk.ended(arn, hurry=HOUR)
    assert await desk.path(arn) == ["WaitUntilExpiry", "EndReservation", "HasEnded", "Ended"]
    assert (json.loads(ended["output"])["outcome"], status()) == ("Expired", "Expired")


async def test_it_does_not_wake_before_the_time_is_there(desk: Desk) -> None:
    one = kept(desk, 1.2)
    arn = await start(desk, one)
    await desk.ended(arn)
    assert (status(), desk.now > one.expiry_date) == ("Expired", True)
    assert len(await desk.path(arn)) == 4


async def test_it_waits_on_where_it_was_woken_too_early(desk: Desk) -> None:
    early = desk.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    arn = await start(desk, kept(desk, 60 * HOUR), expiryDate=early)
    async with asyncio.timeout(10):
        while (await desk.path(arn)).count("WaitUntilExpiry") < 2:  # noqa: ASYNC110 - in a process
            await asyncio.sleep(0.05)
    await desk.ended(arn, hurry=60 * HOUR)
    assert status() == "Expired"


async def test_what_was_cancelled_meanwhile_it_leaves_as_it_is(desk: Desk) -> None:
    arn = await start(desk, kept(desk))
    perform(store.cancelled("CP1", 7, desk.now))
    ended = await desk.ended(arn, hurry=HOUR)
    assert (json.loads(ended["output"])["outcome"], status()) == ("Cancelled", "Cancelled")


async def test_a_function_that_fails_is_asked_again(desk: Desk) -> None:
    async with desk.failing("EndReservation", 2, "Expired") as tries:
        ended = await desk.ended(await start(desk, kept(desk)), hurry=HOUR)
    assert (ended["status"], len(tries)) == ("SUCCEEDED", 3)


async def test_if_it_fails_for_good_the_reconciler_is_left_to_do_it(desk: Desk) -> None:
    async with desk.failing("EndReservation", inf, "Expired"):
        ended = await desk.ended(await start(desk, kept(desk)), hurry=HOUR)
    assert (ended["status"], ended["error"], status()) == ("FAILED", "NotEnded", "Accepted")


async def test_every_branch_of_it_ran(desk: Desk) -> None:
    assert desk.ran == desk.branches()
