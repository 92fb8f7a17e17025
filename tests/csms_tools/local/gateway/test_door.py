"""A crowd at the door: who is let in, and in which order."""

import asyncio
from typing import Any

import pytest

from csms_tools.local.gateway.door import Door
from tests.csms_tools.local.gateway.conftest import StartDesk
from tests.csms_tools.local.gateway.support import ALLOW, Event, FakeFunctions


class Crowd:
    """Each stays inside until it is let go."""

    def __init__(self, width: int) -> None:
        self.door = Door(width)
        self.inside: list[int] = []
        self._leave: dict[int, asyncio.Event] = {}
        self.tasks: dict[int, asyncio.Task[None]] = {}

    async def come(self, *numbers: int) -> None:
        for number in numbers:
            self._leave[number] = asyncio.Event()
            self.tasks[number] = asyncio.create_task(self._visit(number))
            await asyncio.sleep(0)

    async def leave(self, number: int) -> None:
        self._leave[number].set()
        await self.tasks[number]
        await asyncio.sleep(0)

    async def _visit(self, number: int) -> None:
        async with self.door:
            self.inside.append(number)
            await self._leave[number].wait()


async def test_so_many_are_inside_and_the_latest_of_those_that_wait_is_the_next() -> None:
    crowd = Crowd(2)
    await crowd.come(1, 2, 3, 4)
    assert crowd.inside == [1, 2]
    await crowd.leave(1)
    assert crowd.inside == [1, 2, 4]
    await crowd.leave(2)
    await crowd.leave(4)
    assert crowd.inside == [1, 2, 4, 3]
    await crowd.leave(3)
    await crowd.come(5, 6, 7)
    assert crowd.inside[4:] == [5, 6]
    await crowd.leave(5)
    await crowd.leave(6)
    await crowd.leave(7)


@pytest.mark.parametrize("late", [False, True])
async def test_who_gives_up_takes_nobodys_place(late: bool) -> None:
    """Also one whose turn has just come."""
    crowd = Crowd(1)
    await crowd.come(1, 2, 3)
    if late:
        crowd._leave[1].set()
        await asyncio.sleep(0)  # the turn is 3's, who has not taken it
    crowd.tasks[3].cancel()
    if not late:
        await crowd.leave(1)
    await asyncio.gather(crowd.tasks[3], return_exceptions=True)
    await asyncio.sleep(0)
    assert crowd.inside == [1, 2]
    await crowd.leave(2)


async def test_of_a_client_that_has_hung_up_at_the_door_nobody_is_asked(
    start_desk: StartDesk, functions: FakeFunctions
) -> None:
    desk, release = await start_desk(handshakes=1), asyncio.Event()

    async def slow(_: Event) -> Any:
        await release.wait()
        return ALLOW

    functions.answers["Authorizer"] = slow
    first = asyncio.create_task(desk.connect().__aenter__())
    await functions.called("Authorizer", 1)
    with pytest.raises(TimeoutError):
        await desk.connect("/ocpp/CP002", open_timeout=0.2).__aenter__()
    last = asyncio.create_task(desk.connect("/ocpp/CP003").__aenter__())
    await asyncio.sleep(0.1)
    release.set()
    for client in (await first, await last):
        await client.close()
    assert len(functions.events("Authorizer")) == 2
