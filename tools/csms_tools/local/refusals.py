"""What TLS and the edge refuse becomes security events, though no function hears of it.

In the cloud it is in the logs of CloudFront alone. To be imported once the environment names the
tables.
"""

import asyncio
import logging
from datetime import UTC, datetime
from typing import get_args

from csms.store.reported import security_events
from csms.store.reported.security_events import Kind

logger = logging.getLogger(__name__)

MOST_WAITING = 1_000  # of those that are not written yet; more are not counted

Told = tuple[Kind, str, str, datetime]


class Refusals:
    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Told] = asyncio.Queue(MOST_WAITING)
        self._writing = asyncio.create_task(self._write())

    def note(self, kind: str, address: str, why: str) -> None:
        (what,) = (each for each in get_args(Kind) if each == kind)
        try:
            self._waiting.put_nowait((what, address, why, datetime.now(UTC)))
        except asyncio.QueueFull:
            logger.warning("refusals come faster than they are written")

    async def stop(self) -> None:
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            what, source_ip, reason, at = await self._waiting.get()
            try:
                await asyncio.to_thread(
                    security_events.note, None, at, what=what, reason=reason, source_ip=source_ip
                )
            except Exception:
                logger.exception("a refusal could not be noted")
