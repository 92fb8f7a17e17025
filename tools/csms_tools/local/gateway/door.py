"""So many may come in at the same time, and of those that wait the latest is the next.

Who has waited for the longest is the likeliest to have given up. Were they taken in turn, a crowd
that cannot be let in within its patience would be judged for nothing, again and again.
"""

import asyncio


class Door:
    """`async with door:` around what only so many may do."""

    def __init__(self, width: int) -> None:
        self._free = width
        self._waiting: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._next()

    def _next(self) -> None:
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
