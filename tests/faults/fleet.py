"""Charge points at work while something goes wrong, and operators who send them commands."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import aiohttp

from csms.wire.ocpp16 import spell_time
from csms_tools.charge_point import Access, ChargePoint, ChargePointError, Settings, WorldClock
from tests.conversations.operators import Operators
from tests.conversations.running import Csms
from tests.faults.books import Books

_logger = logging.getLogger(__name__)

PATIENCE = 90.0  # seconds: a defect shows as a failure, never as a suite that hangs
HURRY = 20.0  # what they wait for by themselves takes a twentieth of its time
TAG = "CARD-1"
SAMPLES = 3  # of a transaction
OFFLINE = 0.3  # seconds between two transactions that nobody can be told of
CALL_TIMEOUT = 5  # seconds that a command may be open
KEYS = {
    # they never give up, and are in a hurry
    "TransactionMessageAttempts": "100000",
    "TransactionMessageRetryInterval": "1",
    "MessageTimeout": "2",
    "MeterValuesSampledData": "Energy.Active.Import.Register",
}


class Worker:
    """A charge point, what somebody does at it, and an operator who asks it something."""

    def __init__(self, csms: Csms, id: str, seed: int) -> None:
        self.books = Books(id)
        self.csms = csms
        self.cp = ChargePoint(
            Access(csms.ws, id),
            Settings(configuration=KEYS),
            clock=WorldClock(HURRY),
            seed=seed,
            strict=False,
        )
        self.cp.observe(self.books)
        self.cp.listen(lambda note: _logger.info("%s %s", note.identity, note.text))
        self.sessions = 0  # with a line at their end
        self.asked: set[str] = set()

    async def charge(self, going: Callable[[], bool]) -> None:
        await self.cp.up.wait()
        while going():
            # what was not answered is said again by the outbox; a status may be lost
            with suppress(ChargePointError):
                await self.cp.start_transaction(1, TAG)
            for _ in range(SAMPLES):
                with suppress(ChargePointError):
                    await self.cp.meter_values(1)
                await asyncio.sleep(0.002)  # no two samples of the same millisecond
            with suppress(ChargePointError):
                await self.cp.stop_transaction(1)
            if self.cp.online:
                self.sessions += 1
            else:  # nobody comes by any faster for that
                await asyncio.sleep(OFFLINE)

    async def ask(self, operators: Operators, going: Callable[[], bool]) -> None:
        """Commands one after the other; what was not answered is asked again, by its key."""
        path = f"/charge-points/{self.cp.identity}/commands/ClearCache"
        await self.cp.up.wait()
        while going():
            key, until = self.cp.new_id(), spell_time(datetime.now(UTC) + timedelta(seconds=60))
            query = {"timeout": CALL_TIMEOUT, "queueUntil": until, "wait": 1}
            while True:
                try:
                    reply = await operators.ask("POST", path, {}, key=key, **query)
                except (aiohttp.ClientError, TimeoutError, ValueError):
                    await asyncio.sleep(0.1)
                    continue
                if reply.status in (200, 202):
                    self.asked.add(reply.body["commandId"])
                    break
                assert reply.status >= 500 or reply.status in (409, 429), reply
                await asyncio.sleep(0.1)


class Fleet:
    def __init__(self, operators: Operators, workers: list[Worker]) -> None:
        self.operators = operators
        self.workers = workers
        self._going = True
        self._lives: list[asyncio.Task[None]] = []
        self._work: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def at_work(
        cls, csms: Csms, ids: Iterable[str], *, commands: bool = True
    ) -> AsyncIterator["Fleet"]:
        """They have booted, and charge until `whole`."""
        async with Operators.of(csms) as operators:
            workers = [Worker(csms, id, seed) for seed, id in enumerate(ids)]
            fleet = cls(operators, workers)
            fleet._lives = [asyncio.create_task(each.cp.live()) for each in workers]
            fleet._work = [asyncio.create_task(each.charge(fleet._goes_on)) for each in workers]
            if commands:
                fleet._work += [
                    asyncio.create_task(each.ask(operators, fleet._goes_on)) for each in workers
                ]
            try:
                yield fleet
            finally:
                for task in (*fleet._work, *fleet._lives):
                    task.cancel()
                await asyncio.gather(*fleet._work, *fleet._lives, return_exceptions=True)
                await asyncio.gather(*(each.cp.close() for each in workers))

    def _goes_on(self) -> bool:
        return self._going

    async def until(self, holds: Callable[[], bool]) -> None:
        """Work goes on until it holds; what fails in it fails here."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                for task in (*self._lives, *self._work):
                    if task.done():
                        task.result()
                await asyncio.sleep(0.01)

    async def works(self, sessions: int = 1) -> None:
        """Each has had so many sessions more."""
        wanted = {id(each): each.sessions + sessions for each in self.workers}
        await self.until(lambda: all(each.sessions >= wanted[id(each)] for each in self.workers))

    async def whole(self) -> float:
        """What was begun has come to its end, and nothing waits: so many seconds took that."""
        began = time.monotonic()
        self._going = False
        await self.until(self._has_nothing_to_say)
        async with asyncio.timeout(PATIENCE):
            for each in self.workers:
                await self._answers(each)
        return time.monotonic() - began

    def _has_nothing_to_say(self) -> bool:
        waiting = any(each.cp.outbox.waiting for each in self.workers)
        return not waiting and all(task.done() for task in self._work)

    async def _answers(self, worker: Worker) -> None:
        while True:
            try:
                await worker.cp.heartbeat()
            except ChargePointError:
                await asyncio.sleep(0.05)
            else:
                return

    async def wrong(self) -> list[str]:
        """Of the books, once every command has ended."""
        wrong: list[str] = []
        for each in self.workers:
            id = each.cp.identity
            async with asyncio.timeout(PATIENCE):
                for command_id in each.asked:
                    command = {"chargePointId": id, "commandId": command_id}
                    while (await self.operators.outcome(command))["status"] in ("Queued", "Sent"):
                        pass
            found = await each.books.wrong(self.operators, each.asked)
            wrong += [f"{id}: {text}" for text in found]
        return wrong
