"""A charge point at work and an operator who asks it things, with books of what was said."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp

from benchmarks.asking import Asking, Payload
from benchmarks.books import Books
from csms.wire.ocpp16 import spell_time
from csms_tools.charge_point import Access, ChargePoint, ChargePointError, Settings, WorldClock

OFFLINE = 2.0  # seconds between two transactions that nobody can be told of
AGAIN = 0.1  # seconds until what was not answered is asked again
QUEUED = timedelta(seconds=60)  # that a command may wait for its charge point


@dataclass(frozen=True)
class Pace:
    """Seconds of the world on the average, between half and one and a half of them each time."""

    samples: int = 3  # of a transaction
    sample: float = 0.004  # no two samples in one millisecond
    rest: float = 0.0  # between two transactions
    question: float = 0.0  # between two commands
    hurry: float = 1.0  # what a charge point waits for by itself takes so much less of its time
    call_timeout: int = 30  # seconds that a command may be open
    commands: Sequence[tuple[str, Payload]] = (("ClearCache", {}),)  # in turn


class Worker:
    """They work until `over`; books are right once `outbox` is empty."""

    def __init__(
        self,
        access: Access,
        tag: str,
        pace: Pace,
        over: asyncio.Event,
        *,
        seed: int,
        configuration: Mapping[str, str],
    ) -> None:
        self.books = Books(access.identity)
        self.over = over
        self.cp = ChargePoint(
            access,
            Settings(configuration=configuration),
            clock=WorldClock(pace.hurry),
            seed=seed,
            strict=False,
        )
        self.cp.observe(self.books)
        self.sessions = 0  # with a line at their end
        self.asked: set[str] = set()
        self.again: Counter[str] = Counter()  # why something was asked again
        self.open: set[str] = set()  # of those, without an end when last heard of
        self._pace = pace
        self._tag = tag

    async def charge(self) -> None:
        await self.cp.up.wait()
        await self.pause(self._pace.rest)
        while not self.over.is_set():
            # what was not answered is said again by the outbox; a status may be lost
            with suppress(ChargePointError):
                await self.cp.start_transaction(1, self._tag)
            for _ in range(self._pace.samples):
                if self.over.is_set():
                    break  # no pause would part them any more
                with suppress(ChargePointError):
                    await self.cp.meter_values(1)
                await self.pause(self._pace.sample)
            with suppress(ChargePointError):
                await self.cp.stop_transaction(1)
            if self.cp.online:
                self.sessions += 1
            else:  # nobody comes by any faster for that
                await asyncio.sleep(OFFLINE)
            await self.pause(self._pace.rest)

    async def ask(self, operators: Asking) -> None:
        """Commands one after the other; what was not answered is asked again, by its key."""
        await self.cp.up.wait()
        await self.pause(self._pace.question)
        turn = 0
        while not self.over.is_set():
            action, payload = self._pace.commands[turn % len(self._pace.commands)]
            turn += 1
            await self._ask(operators, action, payload)
            await self.pause(self._pace.question)

    async def _ask(self, operators: Asking, action: str, payload: Payload) -> None:
        path = f"/charge-points/{self.cp.identity}/commands/{action}"
        key, until = self.cp.new_id(), spell_time(datetime.now(UTC) + QUEUED)
        query = {"timeout": self._pace.call_timeout, "queueUntil": until, "wait": 1}
        while True:
            try:
                reply = await operators.ask("POST", path, payload, key=key, **query)
            except (aiohttp.ClientError, TimeoutError, ValueError) as failure:
                self.again[f"{action}: {failure!r}"] += 1
            else:
                if reply.status in (200, 202):
                    id = reply.body["commandId"]
                    self.asked.add(id)
                    if reply.outcome in ("Queued", "Sent"):
                        self.open.add(id)
                    return
                assert reply.status >= 500 or reply.status in (409, 429), reply
                self.again[f"{action}: {reply.status}"] += 1
            await asyncio.sleep(AGAIN)

    async def ended(self, operators: Asking) -> None:
        """Once each of the commands has."""
        for id in sorted(self.open):
            command = {"chargePointId": self.cp.identity, "commandId": id}
            while (await operators.outcome(command))["status"] in ("Queued", "Sent"):
                pass
            self.open.discard(id)

    async def pause(self, seconds: float) -> None:
        """About so long, or until it is over."""
        if seconds and not self.over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds * self.cp.chance.uniform(0.5, 1.5)):
                    await self.over.wait()
