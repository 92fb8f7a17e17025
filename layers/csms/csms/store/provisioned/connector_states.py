"""What connectors last reported, in few bytes: it stands on the item that heartbeats write."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.attributes import MapAttribute

from csms.store.table import Raw, when
from csms.wire.ocpp16 import spell_time

STATUS, ERROR_CODE, TIMESTAMP, RECEIVED_AT = "s", "e", "t", "r"
NO_ERROR = "NoError"
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class ConnectorStates(MapAttribute[str, Any]):
    """By the number of each; older versions kept them whole."""

    @classmethod
    def is_raw(cls) -> bool:
        """PynamoDB's name for a map whose members are not declared."""
        return True

    def deserialize(self, values: Raw) -> dict[str, dict[str, Any]]:
        states: dict[str, dict[str, Any]] = super().deserialize(values)  # type: ignore[no-untyped-call]
        return {number: whole(state) for number, state in states.items()}


def shortened(state: Mapping[str, Any]) -> dict[str, Any]:
    """`state` has a status, and the time of its receipt as `when` spells it."""
    kept = dict(state)
    received_at = datetime.fromisoformat(kept.pop("receivedAt"))
    short = {STATUS: kept.pop("status"), RECEIVED_AT: (received_at - _BEGIN) // _MILLISECOND}
    if (error_code := kept.pop("errorCode", "")) != NO_ERROR:
        short[ERROR_CODE] = error_code
    if (timestamp := kept.pop("timestamp", None)) is not None:
        short[TIMESTAMP] = _as_number(timestamp)
    return short | kept


def whole(state: Mapping[str, Any]) -> dict[str, Any]:
    if STATUS not in state:
        return dict(state)
    kept = dict(state)
    found: dict[str, Any] = {"status": kept.pop(STATUS)}
    if error_code := kept.pop(ERROR_CODE, NO_ERROR):
        found["errorCode"] = error_code
    received_at = when(_BEGIN + kept.pop(RECEIVED_AT) * _MILLISECOND)
    if (timestamp := kept.pop(TIMESTAMP, None)) is not None:
        found["timestamp"] = (
            spell_time(_BEGIN + timestamp * _MILLISECOND)
            if isinstance(timestamp, int)
            else timestamp
        )
    return found | kept | {"receivedAt": received_at}


def _as_number(timestamp: str) -> int | str:
    try:
        number = (datetime.fromisoformat(timestamp) - _BEGIN) // _MILLISECOND
    except (ValueError, TypeError):
        return timestamp
    return number if spell_time(_BEGIN + number * _MILLISECOND) == timestamp else timestamp
