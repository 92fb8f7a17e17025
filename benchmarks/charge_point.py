"""What the charge points of a benchmark say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]
Say = Callable[[str, Payload], Awaitable[Payload]]
"""Makes a call and returns the payload of its answer; raises what the caller is to see."""

ENERGY = 700  # Wh between two samples


class Unfit(Exception):
    """An answer that is not the one that the benchmark is about."""


def charge_point_id(number: int) -> str:
    return f"BENCH-{number:05}"


def id_tag(number: int) -> str:
    return f"BENCH-TAG-{number:05}"


@dataclass
class ChargePoint:
    """Says one thing after the other, each as soon as the last was answered."""

    number: int
    say: Say
    meter: int = 0  # Wh

    async def boot(self) -> None:
        boot = {"chargePointVendor": "Benchmark", "chargePointModel": "Lean"}
        _must_be_accepted(await self.say("BootNotification", boot))

    async def heartbeat(self) -> None:
        await self.say("Heartbeat", {})

    async def charge(self) -> None:
        """A transaction and what belongs to it: ten messages."""
        tag = id_tag(self.number)
        await self.heartbeat()
        answer = await self.say("Authorize", {"idTag": tag})
        _must_be_accepted(answer["idTagInfo"])
        await self._status("Preparing")
        start = {"connectorId": 1, "idTag": tag, "meterStart": self.meter, "timestamp": _now()}
        answer = await self.say("StartTransaction", start)
        _must_be_accepted(answer["idTagInfo"])
        transaction = answer["transactionId"]
        await self._status("Charging")
        for _ in range(3):
            self.meter += ENERGY
            await self.say("MeterValues", meter_values(transaction, self.meter))
        stop = {"transactionId": transaction, "meterStop": self.meter, "timestamp": _now()}
        await self.say("StopTransaction", stop | {"idTag": tag})
        await self._status("Available")

    async def _status(self, status: str) -> None:
        state = {"connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": _now()}
        await self.say("StatusNotification", state)


def _must_be_accepted(answer: Payload) -> None:
    if answer["status"] != "Accepted":
        raise Unfit(f"not Accepted but {answer}")


def meter_values(transaction: int, meter: int) -> Payload:
    """Three measurands, as charge points are often configured to send."""
    sampled = [
        {"value": str(meter), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "10985.2", "measurand": "Power.Active.Import", "unit": "W"},
        {"value": "15.9", "measurand": "Current.Import", "unit": "A", "phase": "L1"},
    ]
    return {
        "connectorId": 1,
        "transactionId": transaction,
        "meterValue": [{"timestamp": _now(), "sampledValue": sampled}],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
