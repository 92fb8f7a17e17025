"""Charge points in use: cars come, charge, and leave; `command` puts it on the command line."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ocpp.v16.enums import ChargePointStatus, RegistrationStatus

from csms_tools.charge_point.body.reporting import status_of
from csms_tools.charge_point.charge_point import ChargePoint
from csms_tools.charge_point.errors import ChargePointError, Refused
from csms_tools.charge_point.program.mischief import misbehave, slovenly
from csms_tools.charge_point.program.traffic import Traffic

FAREWELL = 5.0
"""Seconds of the world that are left to say goodbye."""
LOOK = 1.0
USABLE = frozenset({ChargePointStatus.available, ChargePointStatus.reserved})


@dataclass(frozen=True)
class Plan:
    tags: Sequence[str]
    sessions: int | None = None
    """For each charge point; None goes on until somebody stops it, 0 leaves it to remote starts."""
    duration: float = 120.0
    """Seconds that a car stays, more or less."""
    pause: float = 10.0
    faulty: bool = False


@dataclass
class Simulated:
    """A charge point with its plan, and what has become of it."""

    cp: ChargePoint
    plan: Plan
    traffic: Traffic = field(default_factory=Traffic)
    begun: int = 0
    ended: int = 0
    refused: str | None = None

    def __post_init__(self) -> None:
        self.cp.observe(self.traffic)
        if self.plan.faulty:
            self.cp.accent = slovenly

    @property
    def turned_away(self) -> bool:
        """At the handshake, or at the last registration."""
        return self.refused is not None or self.cp.registration == RegistrationStatus.rejected

    async def run(self) -> None:
        """Until the sessions are over or the central system refuses the charge point."""
        cp = self.cp
        life = asyncio.create_task(cp.live())
        use = self._see_off if self.plan.sessions == 0 else self._use
        uses = [asyncio.create_task(use(outlet.number)) for outlet in cp.outlets]
        trouble = [asyncio.create_task(misbehave(cp))] if self.plan.faulty else []
        done = asyncio.gather(*uses)
        ends: set[asyncio.Future[Any]] = {life, done}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if life.done():
                life.result()
            done.result()
            while cp.outbox.waiting:
                await self._look()
        except Refused as error:
            self.refused = str(error)
            cp.note("turned away")  # why, is told at the end
        finally:
            for task in (*trouble, *uses, life):
                task.cancel()
            await asyncio.gather(life, done, *trouble, return_exceptions=True)

    async def _look(self) -> None:
        """A moment, but no more than twenty of them in a second of the world."""
        await self.cp.clock.sleep(max(LOOK, self.cp.clock.grain / 20))

    async def farewell(self) -> None:
        """Leave no transaction open behind, as far as there is a line and a little time."""
        try:
            async with asyncio.timeout(FAREWELL):
                for connector in list(self.cp.charging):
                    if self.cp.online:
                        await self.cp.stop_transaction(connector.number)
                        await self.cp.unplug(connector.number)
        except (TimeoutError, ChargePointError) as error:
            self.cp.note(f"left without a farewell: {error}")
        await self.cp.close()

    async def _use(self, number: int) -> None:
        cp, plan = self.cp, self.plan
        await cp.up.wait()
        while plan.sessions is None or self.begun < plan.sessions:
            self.begun += 1
            await cp.clock.sleep(cp.chance.uniform(0.2, 1) * plan.pause)
            for part in (self._charge, self._leave):
                try:
                    await part(number)
                except ChargePointError as error:
                    cp.note(f"connector {number}: {error}")
            self.ended += 1

    async def _see_off(self, number: int) -> None:
        """Drive away once what was started remotely has ended, and that is told."""
        cp, connector = self.cp, self.cp.connectors[number]
        while True:
            await self._look()
            told = connector.reported == (status_of(cp, number), connector.error)
            if connector.finishing and (told or not cp.online or cp.silent):
                self.begun += 1
                await cp.unplug(number)
                self.ended += 1

    async def _charge(self, number: int) -> None:
        """Plug in or show the tag first, as people do; stay until it is time or over."""
        cp, plan = self.cp, self.plan
        connector, tag = cp.connectors[number], cp.chance.choice(plan.tags)
        while status_of(cp, number) not in USABLE:
            await self._look()
        plug_first = cp.chance.random() < 0.5
        if plug_first:
            await cp.plug_in(number)
        if connector.transaction is None and not await cp.swipe(number, tag):
            cp.note(f"connector {number}: {tag} may not charge")
        elif not plug_first and not connector.plugged:
            await cp.plug_in(number)
        leave = cp.now().timestamp() + plan.duration * cp.chance.uniform(0.7, 1.3)
        while connector.transaction and cp.now().timestamp() < leave:
            await self._look()

    async def _leave(self, number: int) -> None:
        """Show the tag again, or just pull the plug."""
        connector = self.cp.connectors[number]
        if connector.transaction and self.cp.chance.random() < 0.7:
            await self.cp.swipe(number, connector.transaction.tag)
        await self.cp.unplug(number)


async def run_all(fleet: Sequence[Simulated], stop: asyncio.Event, spread: float = 0.02) -> None:
    """Run them all; `stop` ends it early, and in order."""

    async def begin(place: int, one: Simulated) -> None:
        await asyncio.sleep(place * spread)
        await one.run()

    running = [asyncio.create_task(begin(place, one)) for place, one in enumerate(fleet)]
    stopped = asyncio.create_task(stop.wait())
    everything = asyncio.gather(*running)
    ends: set[asyncio.Future[Any]] = {everything, stopped}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if everything.done():
            everything.result()
    finally:
        for task in (*running, stopped):
            task.cancel()
        await asyncio.gather(*running, stopped, everything, return_exceptions=True)
        await asyncio.gather(*(one.farewell() for one in fleet))
