"""Rules that fire by the clock: what EventBridge does, from the start of the runtime on."""

import asyncio
import logging
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from csms_tools.local.functions.lambda_service import FunctionError
from csms_tools.local.stack.schedules import Schedule
from csms_tools.local.stack.stack import ACCOUNT, REGION

SOON = 1.0  # seconds after the start, when whoever waits for it has been told that it is ready

_logger = logging.getLogger(__name__)


class Functions(Protocol):
    async def invoke(self, function_id: str, event: Any) -> Any: ...


class Schedules:
    def __init__(self, schedules: Sequence[Schedule], functions: Functions) -> None:
        self._schedules = schedules
        self._functions = functions
        self._timers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Each fires once soon, and then as often as it says.

        The first event tells that executions which ran before have ended with their process.
        """
        self._timers = [asyncio.create_task(self._fire(each)) for each in self._schedules]

    async def stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        await asyncio.gather(*self._timers, return_exceptions=True)

    async def _fire(self, schedule: Schedule) -> None:
        detail: dict[str, Any] = {"restarted": True}
        await asyncio.sleep(SOON)
        while True:
            event = _event(schedule, detail) if schedule.input is None else schedule.input
            try:
                await self._functions.invoke(schedule.function, event)
            except FunctionError as error:
                _logger.error("%s: %s", schedule.id, error)
            detail = {}
            await asyncio.sleep(schedule.every)


def _event(schedule: Schedule, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [schedule.arn],
        "detail": detail,
    }
