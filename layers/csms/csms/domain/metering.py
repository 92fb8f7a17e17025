"""What a meter said, with nothing left implicit (§7.43, C-35)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from csms.wire.ocpp16 import MeterValue, SampledValue, spell_time

_DYNAMODB = Context(prec=38, traps=[])  # the digits that DynamoDB can hold
_SMALLEST, _LARGEST = -130, 125  # and the powers of ten
_WH = {"Wh": Decimal(1), "kWh": Decimal(1000)}
REGISTER = "Energy.Active.Import.Register"


@dataclass(frozen=True)
class Reading:
    """The energy register at a moment, in Wh."""

    at: datetime
    register: Decimal


def samples(meter_values: Iterable[MeterValue]) -> list[dict[str, Any]]:
    """Every sample with its time and all that the charge point left to the defaults.

    `value` is a decimal; `text` stands in its place, as it came, for signed data and for what is
    no number.
    """
    return [
        {"at": spell_time(meter_value.timestamp)} | _explicit(sampled)
        for meter_value in meter_values
        for sampled in meter_value.sampled_value
    ]


def _explicit(sampled: SampledValue) -> dict[str, Any]:
    number = None if sampled.format == "SignedData" else _decimal(sampled.value)
    measurand = sampled.measurand or REGISTER
    sample = {
        "measurand": measurand,
        "context": sampled.context or "Sample.Periodic",
        "format": sampled.format or "Raw",
        "location": sampled.location or "Outlet",
        "phase": sampled.phase,
        "unit": sampled.unit or ("Wh" if measurand.startswith("Energy") else None),
        "value": number,
        "text": sampled.value if number is None else None,
    }
    return {name: value for name, value in sample.items() if value is not None}


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or not _SMALLEST <= number.adjusted() <= _LARGEST:
        return None
    return number if _DYNAMODB.create_decimal(number) == number else None


def _in_wh(sampled: SampledValue) -> Decimal | None:
    number, factor = _decimal(sampled.value), _WH.get(sampled.unit or "Wh")
    if number is None or factor is None:
        return None
    register = _DYNAMODB.multiply(number, factor)
    return register if register.adjusted() <= _LARGEST else None


def latest_reading(meter_values: Sequence[MeterValue]) -> Reading | None:
    """The newest total of imported active energy at the outlet; readings of one phase are none."""
    readings = [
        Reading(meter_value.timestamp, register)
        for meter_value in meter_values
        for sampled in meter_value.sampled_value
        if (sampled.measurand or REGISTER) == REGISTER
        and sampled.phase is None
        and (sampled.location or "Outlet") == "Outlet"
        and sampled.format != "SignedData"
        and (register := _in_wh(sampled)) is not None
    ]
    return max(readings, key=lambda reading: reading.at, default=None)
