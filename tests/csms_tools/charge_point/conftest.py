import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from csms_tools.charge_point import Access, ChargePoint, Settings, SteppedClock, Tape
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.patience import settled

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Make = Callable[..., ChargePoint]


@pytest.fixture
async def central() -> AsyncIterator[Central]:
    """Listens for one charge point; at the end it must have nothing to object to."""
    central = Central()
    server = await central.serve()
    yield central
    server.close()
    await server.wait_closed()
    assert central.breaches == []


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOON)


@pytest.fixture
async def make(central: Central, clock: SteppedClock) -> AsyncIterator[Make]:
    """Makes charge points that the test need not close."""
    made: list[tuple[ChargePoint, Tape]] = []

    def make(settings: Settings | None = None, **options: Any) -> ChargePoint:
        access = Access(central.url, "CP1", **options.pop("access", {}))
        defaults: dict[str, Any] = {"clock": clock, "seed": 1}
        cp = ChargePoint(access, settings, **(defaults | options))
        made.append((cp, cp.record()))
        return cp

    yield make
    for cp, _ in made:
        await cp.close()


@pytest.fixture
async def cp(make: Make) -> ChargePoint:
    """Connected and accepted; the statuses of connectors 0 and 1 are told."""
    cp = make()
    await cp.connect()
    await cp.start_up()
    return cp


async def registered(make: Make, settings: Settings | None = None, **options: Any) -> ChargePoint:
    """Connected, and accepted from the outset: it need not boot."""
    cp = make(settings, registered=True, **options)
    await cp.connect()
    return cp


async def lives(cp: ChargePoint, central: Central) -> asyncio.Task[None]:
    """Its life, once it has booted."""
    living = asyncio.create_task(cp.live())
    await central.told_of("StatusNotification 1 Available")
    await settled()
    return living
