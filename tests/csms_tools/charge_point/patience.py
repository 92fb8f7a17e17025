"""How long a test waits where there is nothing to wait for."""

import asyncio

TURNS = 40


async def settled(turns: int = TURNS) -> None:
    """Long enough for a few frames to come and go, or for one that must not come not to.

    Counted in turns of the event loop that both sides share, so that a busy machine only makes
    it slower.
    """
    for _ in range(turns):
        await asyncio.sleep(0.0005)
