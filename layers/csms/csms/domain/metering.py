"""What a meter said, with nothing left implicit (§7.43, C-35)."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Any

from csms.wire.mending import ReceiptTime
from csms.wire.mending import number as number_in
from csms.wire.meter_values import DEFAULTS, Location, MeterValue, Phase, SampledValue
from csms.wire.ocpp16 import spell_time

_DYNAMODB = Context(prec=38, traps=[])  # the digits that DynamoDB can hold
_SMALLEST, _LARGEST = -130, 125  # and the powers of ten
_WH = {"Wh": Decimal(1), "kWh": Decimal(1000)}
REGISTER = "Energy.Active.Import.Register"
_REGISTERS_AT: tuple[Location, ...] = ("Outlet", "Inlet", "Body")
_PHASES: set[Phase | None] = {"L1", "L2", "L3"}


@dataclass(frozen=True)
class Reading:
    """The energy register at a moment, in Wh, and where its meter is."""

    at: datetime
    register: Decimal
    location: Location = "Outlet"


def samples(meter_values: Iterable[MeterValue]) -> list[dict[str, Any]]:
    """Every sample with its time and all that the charge point left to the defaults.

    `value` is a decimal; `text` stands in its place, as it came, for signed data and for what is
    no number. `odd` are those with a word that OCPP does not know, or nothing at all for a value;
    `undated` those that we have given the time of receipt.
    """
    return [
        {"at": spell_time(meter_value.timestamp)} | _undated(meter_value) | _explicit(sampled)
        for meter_value in meter_values
        for sampled in meter_value.sampled_value
    ]


def _undated(meter_value: MeterValue) -> dict[str, Any]:
    return {"undated": "true"} if isinstance(meter_value.timestamp, ReceiptTime) else {}


def _explicit(sampled: SampledValue) -> dict[str, Any]:
    number = None if sampled.format == "SignedData" else _decimal(sampled.value)
    measurand = sampled.measurand or REGISTER
    sample = {
        "measurand": measurand,
        "context": sampled.context or DEFAULTS["context"],
        "format": sampled.format or DEFAULTS["format"],
        "location": sampled.location or DEFAULTS["location"],
        "phase": sampled.phase,
        "unit": sampled.unit or ("Wh" if measurand.startswith("Energy") else None),
        "value": number,
        "text": sampled.value if number is None else None,
        "odd": "true" if sampled.is_odd else None,
    }
    return {name: value for name, value in sample.items() if value is not None}


def _decimal(text: str | None) -> Decimal | None:
    number = number_in(text or "")
    if number is None or not number.is_finite() or not _SMALLEST <= number.adjusted() <= _LARGEST:
        return None
    return number if _DYNAMODB.create_decimal(number) == number else None


def _in_wh(sampled: SampledValue) -> Decimal | None:
    number, factor = _decimal(sampled.value), _WH.get(sampled.unit or "Wh")
    if number is None or factor is None:
        return None
    register = _DYNAMODB.multiply(number, factor)
    return register if register.adjusted() <= _LARGEST else None


def latest_reading(meter_values: Sequence[MeterValue]) -> Reading | None:
    """The newest register of imported active energy: at the outlet, or if none is, elsewhere."""
    for location in _REGISTERS_AT:
        readings = [
            Reading(meter_value.timestamp, register, location)
            for meter_value in meter_values
            if (register := _register(meter_value, location)) is not None
        ]
        if readings:
            return max(readings, key=lambda reading: reading.at)
    return None


def _register(meter_value: MeterValue, location: Location) -> Decimal | None:
    """The total, or the sum of the three phases where there is none; in Wh."""
    by_phase = {
        sampled.phase: register
        for sampled in meter_value.sampled_value
        if (sampled.measurand or REGISTER) == REGISTER
        and (sampled.location or "Outlet") == location
        and sampled.format != "SignedData"
        and not sampled.is_odd
        and (register := _in_wh(sampled)) is not None
    }
    return _total(by_phase)


def _total(by_phase: Mapping[Phase | None, Decimal]) -> Decimal | None:
    if None in by_phase or not by_phase.keys() >= _PHASES:
        return by_phase.get(None)
    total = sum((by_phase[phase] for phase in _PHASES), Decimal(0))
    return total if _DYNAMODB.create_decimal(total) == total else None


def readings(kept: Iterable[Mapping[str, Any]], location: str = "Outlet") -> list[Reading]:
    """What the energy register said, of samples as they are kept."""
    by_time: dict[datetime, dict[Phase | None, Decimal]] = {}
    for sample in kept:
        factor = _WH.get(sample.get("unit", "Wh"))
        told = sample["measurand"] == REGISTER and sample["location"] == location
        if told and factor and "value" in sample and "odd" not in sample:
            register = _DYNAMODB.multiply(sample["value"], factor)
            at = datetime.fromisoformat(sample["at"])
            by_time.setdefault(at, {})[sample.get("phase")] = register
    totals = {at: _total(by_phase) for at, by_phase in by_time.items()}
    return [Reading(at, total) for at, total in totals.items() if total is not None]


def last_plausible(told: Iterable[Reading], meter_start: int | None) -> Reading | None:
    """The last of those that follow each other, from the start on, and never go backward.

    They are the most that do so, and of as many the first: a register that jumps, or falls to
    nothing, is not among them.
    """
    lowest: list[Decimal] = []  # of each length, where so many that follow each other may end
    last = None
    for reading in sorted(told, key=lambda reading: reading.at):
        if meter_start is not None and reading.register < meter_start:
            continue
        place = bisect_right(lowest, reading.register)
        if place == len(lowest):
            last = reading
        lowest[place : place + 1] = [reading.register]
    return last
