import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from csms_tools.charge_point.clock import SteppedClock, WorldClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_sleepers_wake_in_the_order_of_their_moments() -> None:
    clock, woken = SteppedClock(NOON), list[tuple[str, datetime]]()

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now()))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper("late", 60))
        group.create_task(sleeper("soon", 10))
        await asyncio.sleep(0)
        await clock.advance(59)
        assert woken == [("soon", NOON + timedelta(seconds=10))]
        await clock.advance(1)
    assert woken[1] == ("late", NOON + timedelta(seconds=60))


async def test_a_cancelled_sleeper_does_not_stop_the_clock() -> None:
    clock = SteppedClock(NOON)
    sleeper = asyncio.create_task(clock.sleep(10))
    await asyncio.sleep(0)
    sleeper.cancel()
    await clock.advance(20)
    assert clock.now() == NOON + timedelta(seconds=20)


async def test_a_hurried_clock_makes_an_hour_short() -> None:
    clock = WorldClock(scale=36_000)
    before = clock.now()
    async with asyncio.timeout(2):
        await clock.sleep(3600)
    assert clock.now() - before >= timedelta(seconds=3590)
    assert clock.hurried
    assert not WorldClock().hurried


async def test_what_a_hurried_clock_tells_is_the_time_of_the_world() -> None:
    clock = WorldClock(scale=36_000)
    await clock.sleep(3600)
    assert clock.now() > datetime.now(UTC) + timedelta(minutes=50)
    assert abs(clock.told(clock.now()) - datetime.now(UTC)) < timedelta(seconds=1)


@pytest.mark.parametrize("year", [1, 2025, 2030, 9999])
def test_a_hurried_clock_takes_any_date_that_it_hears(year: int) -> None:
    clock, date = WorldClock(scale=36_000), datetime(year, 6, 1, tzinfo=UTC)
    assert (clock.heard(date) > clock.now()) == (date > datetime.now(UTC))


def test_what_a_hurried_clock_hears_comes_when_it_comes() -> None:
    clock = WorldClock(scale=60)
    soon = datetime.now(UTC) + timedelta(seconds=10)
    assert 590 < (clock.heard(soon) - clock.now()).total_seconds() < 610
    assert abs(clock.told(clock.heard(soon)) - soon) < timedelta(milliseconds=1)
