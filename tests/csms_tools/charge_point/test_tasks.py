import asyncio
from typing import Any

import pytest

from csms_tools.charge_point.errors import Offline
from csms_tools.charge_point.tasks import Tasks


async def forever() -> None:
    await asyncio.Event().wait()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def tasks(told: list[str]) -> Tasks:
    return Tasks(told.append)


async def test_starting_a_name_again_ends_what_ran_under_it(tasks: Tasks) -> None:
    first = tasks.start("heartbeat", forever())
    second = tasks.start("heartbeat", forever())
    await asyncio.wait([first])
    assert first.cancelled()
    assert tasks.running("heartbeat")
    tasks.stop("heartbeat")
    await asyncio.wait([second])
    assert not tasks.running("heartbeat")


async def test_a_failed_step_is_told(tasks: Tasks, told: list[str]) -> None:
    async def fails() -> None:
        raise Offline("the connection was lost")

    await asyncio.wait([tasks.start("sample:1", fails())])
    await asyncio.sleep(0)
    assert told == ["sample: the connection was lost"]


async def test_a_bug_reaches_the_event_loop(tasks: Tasks) -> None:
    bugs: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: bugs.append(context))

    async def broken() -> None:
        raise ZeroDivisionError

    await asyncio.wait([tasks.start("sample:1", broken())])
    await asyncio.sleep(0)
    assert [bug["message"] for bug in bugs] == ["sample:1 failed"]


async def test_all_but_some_are_stopped(tasks: Tasks) -> None:
    for name in ("link", "online:a", "online:b", "other"):
        tasks.start(name, forever())
    tasks.stop_like("online:")
    assert [name for name in ("link", "online:a", "online:b", "other") if tasks.running(name)] == [
        "link",
        "other",
    ]
    await tasks.stop_all_but("link")
    assert tasks.running("link")
    assert not tasks.running("other")
    await tasks.stop_all_but()
