"""Charging profiles as messages carry them: the types that several actions share (§7.8 to §7.14).

`limit` and `minChargingRate` are multiples of 0.1, which binary fractions cannot show (C-13): they
are decimals here, and numbers on the wire again.
"""

from decimal import Decimal
from math import isinf
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from csms.wire.ocpp16 import Integer, Payload, Timestamp

ChargingProfilePurpose = Literal["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"]
ChargingRateUnit = Literal["A", "W"]


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("number_type", "this is no number")
    return Decimal(str(value))


def _in_tenths(value: Decimal) -> Decimal:
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # pydantic lets finite numbers pass alone
    if exponent < -1 and any(digits[exponent + 1 :]):
        raise PydanticCustomError("multiple_of", "a limit has one decimal place at most")
    if isinf(float(value)):
        raise PydanticCustomError("number_range", "the number is out of range")
    return value


Tenths = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    AfterValidator(_in_tenths),
    PlainSerializer(float, when_used="json"),
    WithJsonSchema({"type": "number", "multipleOf": 0.1}),
]


class ChargingSchedulePeriod(Payload):
    """`startPeriod` in seconds from the schedule's start; without `numberPhases` there are 3."""

    start_period: Integer
    limit: Tenths
    number_phases: Integer | None = None


class ChargingSchedule(Payload):
    """A is meant per phase, W in all (errata 3.88)."""

    duration: Integer | None = None
    start_schedule: Timestamp | None = None
    charging_rate_unit: ChargingRateUnit
    charging_schedule_period: list[ChargingSchedulePeriod]
    min_charging_rate: Tenths | None = None


class ChargingProfile(Payload):
    charging_profile_id: Integer
    transaction_id: Integer | None = None
    stack_level: Integer
    charging_profile_purpose: ChargingProfilePurpose
    charging_profile_kind: Literal["Absolute", "Recurring", "Relative"]
    recurrency_kind: Literal["Daily", "Weekly"] | None = None
    valid_from: Timestamp | None = None
    valid_to: Timestamp | None = None
    charging_schedule: ChargingSchedule
