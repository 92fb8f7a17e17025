"""Functions are killed, frozen, throttled and run twice while charge points charge."""

from collections.abc import Callable

import pytest

from tests.conversations.running import Csms
from tests.faults.fleet import Fleet
from tests.faulty_dynamodb import Faults

Ids = Callable[[int], list[str]]

TIMES = {"kill": 3, "freeze": 1, "throttle": 3, "twice": 50}  # of each function
CALLED = (
    *("StartTransaction", "MeterValues", "StopTransaction", "StatusNotification"),
    *("Default", "Api"),
)


@pytest.mark.parametrize(
    "how",
    ["kill", *[pytest.param(each, marks=pytest.mark.sweep) for each in ("freeze", "throttle")]],
)
async def test_of_functions_that_fail_nothing_is_lost(
    how: str, struck: Csms, faults: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    """Those that charge points call, and that operators call."""
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for function in CALLED:
            faults.add(function, how, times=TIMES[how])
        await fleet.until(lambda: faults.met > len(CALLED) * TIMES[how])
        faults.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()


async def test_what_is_run_twice_is_done_once(
    struck: Csms, faults: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    """Each beside itself: every condition of a write is raced for."""
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for function in (*CALLED, "Tasks"):
            faults.add(function, "twice", times=TIMES["twice"])
        await fleet.until(lambda: faults.met > TIMES["twice"])
        faults.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()


@pytest.mark.parametrize(
    "how",
    ["freeze", *[pytest.param(each, marks=pytest.mark.sweep) for each in ("kill", "throttle")]],
)
async def test_a_task_that_fails_comes_again_and_delays_no_other(
    how: str, struck: Csms, faults: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    """The watch of a command among others: every command has one outcome."""
    one, *others = ids(4)
    async with Fleet.at_work(struck, [one, *others]) as fleet:
        faults.add("Tasks", how, times=3, containing=f'{one}\\"')
        await fleet.works(2)
        await fleet.until(lambda: faults.met >= 3)
        faults.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()
