"""The charge points of a soak at their work, and operators who read lists meanwhile."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import aiohttp

from benchmarks.asking import Asking
from benchmarks.charge_point import charge_point_id, id_tag
from benchmarks.soak.answers import Answers
from benchmarks.worker import Pace, Worker
from csms_tools.charge_point import Access, ChargePointError
from csms_tools.charge_point.conversation.watched import Note

KEYS = {
    # they never give up; what is measured goes out when the worker says so
    "TransactionMessageAttempts": "100000",
    "TransactionMessageRetryInterval": "5",
    "MessageTimeout": "30",
    "MeterValueSampleInterval": "0",
    "MeterValuesSampledData": "Energy.Active.Import.Register,Power.Active.Import,Current.Import",
}
PACE = Pace(
    samples=6,
    sample=15,
    rest=15,
    question=60,
    commands=(
        ("ClearCache", {}),
        ("GetConfiguration", {"key": ["HeartbeatInterval"]}),
        ("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 1}),
        ("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}),
    ),
)
LINE = 120.0  # seconds that a connection lasts, on the average
READERS = 3  # operators who read lists
READING = 1.0  # seconds between two pages of one of them
AT_ONCE = 4  # books that are read at the same time
SETTLED = 120.0  # seconds in which all has to come to its end
BETWEEN = 0.1  # seconds between two charge points that come for the first time

LISTS = (
    "/charge-points?limit=50",
    "/transactions?limit=50",
    "/fleet",
    "/charge-points/{id}/messages?limit=50",
    "/charge-points/{id}/transactions?limit=20",
    "/charge-points/{id}/commands?limit=20",
    "/charge-points/{id}/connectors",
)


class Soaked:
    """A charge point at work whose line now and then ends, with and without a word."""

    def __init__(self, url: str, number: int, pace: Pace, line: float, over: asyncio.Event) -> None:
        access = Access(url, charge_point_id(number))
        self.worker = Worker(access, id_tag(number), pace, over, seed=number, configuration=KEYS)
        self.answers = Answers()
        self.reconnects = 0
        self.lost = 0
        self.refused: Counter[str] = Counter()
        self._line = line
        self._meant = False
        self.worker.cp.observe(self.answers)
        self.worker.cp.listen(self._noted)

    async def hangs_up(self) -> None:
        worker = self.worker
        await worker.cp.up.wait()
        while not worker.over.is_set():
            await worker.pause(self._line)
            if worker.cp.online and not worker.over.is_set():
                self._meant = True
                self.reconnects += 1
                await (worker.cp.reconnect() if self.reconnects % 2 else worker.cp.drop())

    def expects_the_end(self) -> None:
        """What is open from here on is nobody's fault, unless it was open for too long."""
        self.answers.disconnected(meant=True)
        self.answers.over = self._meant = True

    def _noted(self, note: Note) -> None:
        if note.text == "disconnected":
            self.answers.disconnected(meant=self._meant)
            self.lost += not self._meant
            self._meant = False
        elif note.text.startswith("cannot connect"):
            self.refused[note.text.partition(", again")[0]] += 1


@dataclass
class Soak:
    operators: Asking
    many: Sequence[Soaked]
    over: asyncio.Event
    pages: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    _lives: list[asyncio.Task[None]] = field(default_factory=list)
    _work: list[asyncio.Task[None]] = field(default_factory=list)

    async def come(self) -> None:
        """One after the other, and go to work."""
        for one in self.many:
            self._lives.append(asyncio.create_task(one.worker.cp.live()))
            for work in (
                one.worker.charge(),
                one.worker.ask(self.operators),
                one.hangs_up(),
            ):
                self._work.append(asyncio.create_task(work))
            await asyncio.sleep(BETWEEN)
        self._work += [asyncio.create_task(self._reads(seed)) for seed in range(READERS)]

    async def goes_on(self, seconds: float) -> None:
        """For so long; what fails in it fails here."""
        await asyncio.sleep(seconds)
        for task in (*self._lives, *self._work):
            if task.done():
                task.result()

    async def end(self) -> list[str]:
        """What was begun comes to its end, all at once, and nothing waits; or what does."""
        for one in self.many:
            one.answers.ending = True
        self.over.set()
        try:
            async with asyncio.timeout(SETTLED):
                await asyncio.gather(*self._work)
                for one in self.many:
                    cp = one.worker.cp
                    while cp.outbox.waiting or not await _answered(cp.heartbeat):  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
                    await one.worker.ended(self.operators)
        except TimeoutError:
            return [f"{SETTLED:.0f} s after the end something still waits"]
        return []

    async def hang_up(self) -> None:
        for one in self.many:
            one.expects_the_end()
        for task in (*self._work, *self._lives):
            task.cancel()
        await asyncio.gather(*self._work, *self._lives, return_exceptions=True)
        await asyncio.gather(*(one.worker.cp.close() for one in self.many))

    async def wrong(self) -> list[str]:
        """Of all books."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def found(worker: Worker) -> list[str]:
            async with turns:
                wrong = await worker.books.wrong(self.operators.read, worker.asked)
                return [f"{worker.cp.identity}: {text}" for text in wrong]

        several = await asyncio.gather(*(found(one.worker) for one in self.many))
        return [text for each in several for text in each]

    async def _reads(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        while not self.over.is_set():
            for path in LISTS:
                id = charge_point_id(1 + chance.randrange(len(self.many)))
                try:
                    await self.operators.read(path.replace("{id}", id))
                    self.pages += 1
                except (RuntimeError, aiohttp.ClientError, TimeoutError) as failure:
                    self.unread[f"{path}: {failure!r}"] += 1
                if self.over.is_set():
                    return
                await asyncio.sleep(READING * chance.uniform(0.5, 1.5))


async def _answered(say: Callable[[], Awaitable[object]]) -> bool:
    try:
        await say()
    except ChargePointError:
        return False
    return True
