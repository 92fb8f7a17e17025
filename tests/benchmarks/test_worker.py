"""What a charge point at work and its operator do is shown by tests/faults; here what is rare."""

import asyncio
from collections.abc import Iterable
from typing import Any

from benchmarks.asking import Asking, Reply
from benchmarks.worker import Pace, Worker
from csms_tools.charge_point import Access


def worker(**pace: Any) -> Worker:
    access = Access("ws://127.0.0.1:9/ocpp", "CP1")
    return Worker(access, "CARD-1", Pace(**pace), asyncio.Event(), seed=1, configuration={})


class Answering(Asking):
    """Operators who are answered so, one after the other, until it is over."""

    def __init__(self, over: asyncio.Event, answers: Iterable[Reply | Exception]) -> None:
        self.keys: list[str | None] = []
        self._over = over
        self._answers = list(answers)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        **query: object,
    ) -> Reply:
        self.keys.append(key)
        answer = self._answers.pop(0)
        if not self._answers:
            self._over.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_a_command_that_was_not_answered_is_asked_again_by_its_key_and_that_is_told() -> None:
    one = worker()
    one.cp.up.set()
    known = Reply(202, {}, {"commandId": "c1", "status": "Sent"})
    operators = Answering(one.over, [Reply(503, {}, {}), TimeoutError(), known])
    await one.ask(operators)
    assert len(set(operators.keys)) == 1
    assert one.again == {"ClearCache: 503": 1, "ClearCache: TimeoutError()": 1}
    assert (one.asked, one.open) == ({"c1"}, {"c1"})


async def test_a_pause_ends_as_soon_as_the_work_is_over() -> None:
    one = worker()
    async with asyncio.timeout(5):
        pausing = asyncio.create_task(one.pause(1000))
        await asyncio.sleep(0)
        one.over.set()
        await pausing
        await one.pause(1000)
