"""What was acknowledged must be in the store: where each action leaves what it was told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.store.transactions import Transaction
from tests.stored import orphans_of, readings_of_month, reports_of

MILLISECOND = timedelta(milliseconds=1)

Payload = dict[str, Any]
Look = Callable[[str, Payload, Payload], object]


def is_kept(charge_point_id: str, action: str, payload: Payload, result: Payload) -> bool:
    """For a payload that fits its schema; the result is what it was answered."""
    look = _LOOKS.get(action, _report if "status" in payload else None)
    return look is None or bool(look(charge_point_id, payload | {"": action}, result))


def _boot(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    kept = _charge_point(charge_point_id).boot
    return kept is not None and kept.items() <= payload.items()


def _status(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    kept = _charge_point(charge_point_id).connectors.as_dict()[str(payload["connectorId"])]
    return all(kept[name] == payload[name] for name in ("status", "errorCode"))


def _start(charge_point_id: str, payload: Payload, result: Payload) -> bool:
    (kept,) = fetch(Transaction.of(charge_point_id, result["transactionId"]))
    return kept is not None and (
        (kept.connector_id, kept.id_tag, kept.meter_start, kept.started_at)
        == (payload["connectorId"], payload["idTag"], payload["meterStart"], _time(payload))
    )


def _stop(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    number, meter, at = payload["transactionId"], payload["meterStop"], _time(payload)
    (kept,) = fetch(Transaction.of(charge_point_id, number))
    if kept is not None and (kept.meter_stop, kept.stopped_at) == (meter, at):
        return True
    return any(  # of a transaction that is unknown, or was stopped otherwise before
        (orphan.transaction_id, orphan.meter_stop, orphan.stopped_at) == (number, meter, at)
        for orphan in orphans_of(charge_point_id)
    )


def _meter_values(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    samples = [one for value in payload["meterValue"] for one in value["sampledValue"]]
    return not samples or any(
        len(kept.samples) == len(samples) and kept.connector_id == payload["connectorId"]
        for kept in readings_of_month(charge_point_id, _time(payload["meterValue"][0]))
    )


def _security_event(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    return any(
        # to the millisecond: what comes again within one is a repetition
        abs(kept.at - _time(payload)) < MILLISECOND and kept.payload["type"] == payload["type"]
        for kept in reports_of(charge_point_id, "SecurityEventNotification")
    )


def _report(charge_point_id: str, payload: Payload, _: Payload) -> bool:
    return any(
        kept.payload["status"] == payload["status"]
        for kept in reports_of(charge_point_id, payload[""])
    )


def _charge_point(charge_point_id: str) -> ChargePoint:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    assert found
    return found


def _time(holder: Payload) -> datetime:
    return datetime.fromisoformat(holder["timestamp"]).astimezone(UTC)


_LOOKS: dict[str, Look] = {
    "BootNotification": _boot,
    "MeterValues": _meter_values,
    "SecurityEventNotification": _security_event,
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
}
