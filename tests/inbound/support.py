"""What tests of transactions say and look at."""

from datetime import datetime
from typing import Any

from csms.store import transactions
from csms.store.transactions import Transaction
from csms.wire.ocpp16 import spell_time
from tests.actions import PAYLOADS
from tests.conftest import Says


def start(**changes: Any) -> dict[str, Any]:
    """A start at noon, on connector 1, by CARD-1, at 4200 Wh."""
    return PAYLOADS["StartTransaction"] | changes


def stop(number: int, **changes: Any) -> dict[str, Any]:
    """A stop of that transaction at noon, at 5200 Wh."""
    return PAYLOADS["StopTransaction"] | {"transactionId": number} | changes


def meter_values(*readings: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """MeterValues of connector 1; a reading is a sampled value, `at` its time."""
    return {
        "connectorId": 1,
        "meterValue": [
            {
                "timestamp": spell_time(reading["at"]),
                "sampledValue": [{k: v for k, v in reading.items() if k != "at"}],
            }
            for reading in readings
        ],
    } | changes


def reading(at: datetime, value: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "value": value} | more


def begun(says: Says, *, charge_point_id: str = "CP1", **changes: Any) -> int:
    """Begin a transaction; returns its number."""
    answer = says("StartTransaction", start(**changes), charge_point_id=charge_point_id)
    assert answer
    assert answer[0] == 3, answer
    number: int = answer[2]["transactionId"]
    return number


def stored(number: int, charge_point_id: str = "CP1") -> Transaction:
    transaction = transactions.find(charge_point_id, number)
    assert transaction
    return transaction
