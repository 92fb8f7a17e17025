import asyncio
from typing import Any

import pytest

from csms_tools.local.functions import schedules
from csms_tools.local.functions.link import FunctionError
from csms_tools.local.functions.schedules import Schedules
from csms_tools.local.stack.schedules import Schedule
from tests.csms_tools.local.gateway.support import FakeFunctions

ARN = "arn:aws:events:eu-west-1:000000000000:rule/Often"


async def fired(schedule: Schedule, times: int) -> list[Any]:
    functions = FakeFunctions()
    events: list[Any] = []
    functions.answers["Timed"] = events.append
    running = Schedules([schedule], functions)
    running.start()
    async with asyncio.timeout(5):
        while len(events) < times:  # noqa: ASYNC110 - it is a timer that is waited for
            await asyncio.sleep(0.01)
    await running.stop()
    return events


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "SOON", 0.0)


async def test_it_fires_soon_and_then_as_often_as_it_says() -> None:
    first, second, third = await fired(Schedule("Often", ARN, 0.02, "Timed", None), 3)
    assert first["detail"] == {"restarted": True}
    assert second["detail"] == third["detail"] == {}
    assert second["detail-type"] == "Scheduled Event"
    assert second["resources"] == [ARN]
    assert first["id"] != second["id"]


async def test_what_it_is_to_say_it_says() -> None:
    assert await fired(Schedule("Often", ARN, 60, "Timed", {"a": 1}), 1) == [{"a": 1}]


async def test_a_function_that_fails_is_called_the_next_time() -> None:
    functions = FakeFunctions()
    times: list[Any] = []

    def fail(event: Any) -> None:
        times.append(event)
        raise FunctionError("Timed", {"errorType": "ValueError", "errorMessage": "no good"})

    functions.answers["Timed"] = fail
    running = Schedules([Schedule("Often", ARN, 0.01, "Timed", None)], functions)
    running.start()
    async with asyncio.timeout(5):
        while len(times) < 2:  # noqa: ASYNC110 - it is a timer that is waited for
            await asyncio.sleep(0.01)
    await running.stop()
