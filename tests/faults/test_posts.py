"""Frames that cannot leave: the socket is said to be gone, busy or full."""

from collections.abc import Callable

import pytest

from tests.conversations.running import Csms
from tests.faults.fleet import Fleet
from tests.faulty_dynamodb import Faults

Ids = Callable[[int], list[str]]

A_WHILE = 15  # posts, their repetitions among them


@pytest.mark.parametrize(
    "how",
    [
        "gone",
        *[pytest.param(each, marks=pytest.mark.sweep) for each in ("throttle", "fail", "unheard")],
    ],
)
async def test_of_what_cannot_be_told_to_a_charge_point_nothing_is_lost(
    how: str, struck: Csms, faults: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    """Answers and commands alike; a buffer that is full is a post that is throttled."""
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        faults.add("post", how, times=A_WHILE)
        await fleet.until(lambda: faults.met > A_WHILE)
        faults.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()
