"""Charge points at work while something goes wrong, and operators who send them commands."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from benchmarks.worker import Pace, Worker
from csms_tools.charge_point import Access, ChargePointError
from tests.conversations.operators import Operators
from tests.conversations.running import Csms

_logger = logging.getLogger(__name__)

PATIENCE = 90.0  # seconds: a defect shows as a failure, never as a suite that hangs
TAG = "CARD-1"
CALL_TIMEOUT = 5  # seconds that a command may be open
PACE = Pace(hurry=20.0, call_timeout=CALL_TIMEOUT)
KEYS = {
    # they never give up, and are in a hurry
    "TransactionMessageAttempts": "100000",
    "TransactionMessageRetryInterval": "1",
    "MessageTimeout": "2",
    "MeterValuesSampledData": "Energy.Active.Import.Register",
}


class Fleet:
    def __init__(self, operators: Operators, workers: list[Worker], over: asyncio.Event) -> None:
        self.operators = operators
        self.workers = workers
        self._over = over
        self._lives: list[asyncio.Task[None]] = []
        self._work: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def at_work(
        cls, csms: Csms, ids: Iterable[str], *, commands: bool = True
    ) -> AsyncIterator["Fleet"]:
        """They have booted, and charge until `whole`."""
        async with Operators.of(csms) as operators:
            over = asyncio.Event()
            workers = [
                Worker(Access(csms.ws, id), TAG, PACE, over, seed=seed, configuration=KEYS)
                for seed, id in enumerate(ids)
            ]
            for each in workers:
                each.cp.listen(lambda note: _logger.info("%s %s", note.identity, note.text))
            fleet = cls(operators, workers, over)
            fleet._lives = [asyncio.create_task(each.cp.live()) for each in workers]
            fleet._work = [asyncio.create_task(each.charge()) for each in workers]
            if commands:
                fleet._work += [asyncio.create_task(each.ask(operators)) for each in workers]
            try:
                yield fleet
            finally:
                for task in (*fleet._work, *fleet._lives):
                    task.cancel()
                await asyncio.gather(*fleet._work, *fleet._lives, return_exceptions=True)
                await asyncio.gather(*(each.cp.close() for each in workers))

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
        self._over.set()
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
            async with asyncio.timeout(PATIENCE):
                await each.ended(self.operators)
            found = await each.books.wrong(self.operators.read, each.asked)
            wrong += [f"{each.cp.identity}: {text}" for text in found]
        return wrong
