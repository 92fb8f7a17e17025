"""Transactions as CSV: one line each, energy in Wh."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from api.http.csv_files import written
from csms.store.transactions import Transaction
from csms.wire.ocpp16 import spell_time

HEADER = (
    "chargePointId",
    "transactionId",
    "connectorId",
    "status",
    "idTag",
    "idTagStatus",
    "reservationId",
    "startedAt",
    "startReceivedAt",
    "meterStart",
    "stoppedAt",
    "stopReceivedAt",
    "meterStop",
    "stopReason",
    "stopIdTag",
    "energy",
    "possibleMerge",
    "implausibleTime",
    "estimated",
    "corrected",
    "possibleDouble",
)
EXAMPLE = (
    ",".join(HEADER)
    + "\r\nCP1,1234567890,1,stopped,04E2B1A2C35880,Accepted,,2026-06-01T12:00:00.000Z,"
    + "2026-06-01T12:00:01.250Z,4200,2026-06-01T13:30:00.000Z,2026-06-01T13:30:00.480Z,19700,"
    + "EVDisconnected,,15500,false,false,false,false,false\r\n"
)


def spelled(transactions: Iterable[Transaction]) -> str:
    return written(HEADER, (_row(one) for one in transactions))


def _row(one: Transaction) -> tuple[object, ...]:
    return (
        one.charge_point_id,
        one.transaction_id,
        one.connector_id,
        "running" if one.stopped_at is None else "stopped",
        one.id_tag,
        one.id_tag_info["status"],
        one.reservation_id,
        spell_time(one.started_at),
        spell_time(one.start_received_at),
        one.meter_start,
        _time(one.stopped_at),
        _time(one.stop_received_at),
        one.meter_stop,
        one.stop_reason,
        one.stop_id_tag,
        _number(one.energy),
        one.possible_merge_at is not None,
        one.implausible_time or False,
        one.stopped_at is not None and one.stop_digest is None,
        bool(one.corrections),
        bool(one.possible_doubles),
    )


def _time(at: datetime | None) -> str | None:
    return spell_time(at) if at else None


def _number(value: Decimal | None) -> str | None:
    return f"{value:f}" if value is not None else None
