"""The operator has the CSMS send a CALL, and is told what comes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from csms_tools.certification.charge_point.charge_point import ChargePoint
from csms_tools.certification.charge_point.frames import Call
from csms_tools.certification.failures import Failed
from csms_tools.certification.operator.interface import Outcome, Refusal

T = TypeVar("T")


class Commanding:
    """`what`: the operator does, for the journal."""

    def __init__(
        self, charge_point: ChargePoint, action: str, sending: Awaitable[Outcome | None], what: str
    ) -> None:
        self._charge_point = charge_point
        self._action = action
        self._note(what)
        self._sending = asyncio.create_task(_as_coroutine(sending))

    async def __aenter__(self) -> tuple[Call, Callable[[], Awaitable[Outcome | None]]]:
        """Raises Failed if the operator cannot send it, or it does not come."""
        coming = asyncio.create_task(self._charge_point.receives(self._action))
        done, _ = await asyncio.wait({coming, self._sending}, return_when="FIRST_COMPLETED")
        try:
            if coming not in done:
                await self._outcome()  # raises if it was refused
            return await coming, self._outcome
        except BaseException:
            coming.cancel()
            await self.__aexit__()
            raise

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)  # what is cancelled has begun
        self._sending.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._sending

    async def _outcome(self) -> Outcome | None:
        try:
            outcome = await self._sending
        except Refusal as refusal:
            raise Failed(f"the operator can send {self._action}", str(refusal)) from None
        self._note(f"is told {outcome}")
        return outcome

    def _note(self, text: str) -> None:
        self._charge_point.journal.note("operator", text)


async def _as_coroutine(sending: Awaitable[T]) -> T:
    return await sending
