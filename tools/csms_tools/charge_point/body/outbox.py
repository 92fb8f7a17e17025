"""Transaction messages: kept in order until they are delivered (§3.7.1); see `delivery`."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from csms_tools.charge_point.body.connector import Transaction

Confirmed = Callable[[dict[str, Any]], None]
UNKNOWN_TRANSACTION = -1
"""For a transaction whose StartTransaction was never answered (C-27)."""
ROOM = 2000


@dataclass
class Message:
    action: str
    payload: dict[str, Any]
    transaction: Transaction
    confirmed: Confirmed
    settled: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    failures: int = 0

    def spelled(self) -> dict[str, Any]:
        """The number of the transaction is only known once its start was answered."""
        if self.action == "StartTransaction":
            return self.payload
        number = self.transaction.number
        return {**self.payload, "transactionId": UNKNOWN_TRANSACTION if number is None else number}


class Outbox:
    """Survives resets and power cuts, as the memory of a charge point does."""

    def __init__(self) -> None:
        self.waiting: deque[Message] = deque()

    def __len__(self) -> int:
        return len(self.waiting)

    def put(
        self,
        action: str,
        payload: dict[str, Any],
        transaction: Transaction,
        confirmed: Confirmed = lambda _: None,
    ) -> Message:
        message = Message(action, payload, transaction, confirmed)
        if len(self.waiting) >= ROOM:
            self._thin_out()
        self.waiting.append(message)
        return message

    def _thin_out(self) -> None:
        """A long time offline: every second meter value goes, starts and stops never."""
        readings = [it for it in list(self.waiting)[1:] if it.action == "MeterValues"]
        for message in readings[::2]:
            self.waiting.remove(message)
            message.settled.set_result(None)
