"""Time, as a charge point sees it. Everything that waits or stamps asks one of these."""

import asyncio
import heapq
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

FAR = timedelta(days=300_000)
"""As good as never; a date of our days, hurried, may lie beyond the calendar."""


class Clock(Protocol):
    @property
    def hurried(self) -> bool:
        """It does not keep the world's time, so the central system's must not correct it."""

    def now(self) -> datetime: ...

    def told(self, moment: datetime) -> datetime:
        """What the world's clock shows at a moment of this one: what goes on the wire."""

    def heard(self, moment: datetime) -> datetime:
        """What this clock shows at a moment of the world's."""

    @property
    def grain(self) -> float:
        """How much passes in a second of the world: nothing need be looked at more often."""

    async def sleep(self, seconds: float) -> None: ...


class WorldClock:
    """The world's time, or `scale` times as fast from the moment it was made.

    What is hurried is life inside; outside nobody may notice but by how much happens in a minute.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._began = datetime.now(UTC)
        self._zero = time.monotonic()

    @property
    def hurried(self) -> bool:
        return self._scale != 1.0

    @property
    def grain(self) -> float:
        return self._scale

    def now(self) -> datetime:
        return self._began + timedelta(seconds=(time.monotonic() - self._zero) * self._scale)

    def told(self, moment: datetime) -> datetime:
        return self._began + (moment - self._began) / self._scale

    def heard(self, moment: datetime) -> datetime:
        farthest = FAR / self._scale
        ahead = max(-farthest, min(farthest, moment - self._began))
        return self._began + ahead * self._scale

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._scale)


class SteppedClock:
    """Stands still until a test moves it on; whoever sleeps wakes in the order of the moments."""

    hurried = True
    grain = 0.0

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        return self._now

    def told(self, moment: datetime) -> datetime:
        return moment

    def heard(self, moment: datetime) -> datetime:
        return moment

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        until = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._sleepers, (until, self._count, woken))
        await woken

    async def advance(self, seconds: float) -> None:
        await _settle()
        end = self._now + timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= end:
            until, _, woken = heapq.heappop(self._sleepers)
            self._now = max(self._now, until)
            if not woken.done():
                woken.set_result(None)
                await _settle()
        self._now = end
        await _settle()


async def _settle() -> None:
    """Let everybody do what can be done without the network: wake, or lie down to sleep."""
    for _ in range(10):
        await asyncio.sleep(0)
