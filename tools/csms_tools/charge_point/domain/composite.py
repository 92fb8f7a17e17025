"""The composite schedule: all profiles of a connector in one (§5.7, C-56)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ocpp.v16.enums import ChargingProfilePurposeType as Purpose
from ocpp.v16.enums import ChargingRateUnitType as Unit

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile
from csms_tools.charge_point.domain.power import Offer
from csms_tools.charge_point.domain.schedules import (
    Installed,
    Outlet,
    allowed,
    changes,
    leading,
    limited,
)


def composite(
    installed: Installed, outlets: Sequence[Outlet], start: datetime, duration: int, unit: str
) -> dict[str, Any]:
    """For one outlet its own limits; for several what the grid sees of them together."""
    profiles = list(installed)
    end = start + timedelta(seconds=duration)
    moments = {
        moment for outlet in outlets for moment in changes(profiles, outlet.began, start, end)
    }
    periods: list[dict[str, Any]] = []
    for moment in sorted(moments):
        limit, phases = _limit(profiles, outlets, moment, unit)
        period = {
            "startPeriod": int((moment - start).total_seconds()),
            "limit": limit,
            "numberPhases": phases,
        }
        if not periods or {**period, "startPeriod": 0} != {**periods[-1], "startPeriod": 0}:
            periods.append(period)
    return {"duration": duration, "chargingRateUnit": unit, "chargingSchedulePeriod": periods}


def _limit(
    profiles: list[tuple[int, ChargingProfile]],
    outlets: Sequence[Outlet],
    at: datetime,
    unit: str,
) -> tuple[float, int]:
    offers = [allowed(profiles, outlet, at) for outlet in outlets]
    phases = max(offer.phases for offer in offers)
    current = sum(offer.current * offer.phases for offer in offers) / phases
    if len(outlets) == 1:
        whole = offers[0]
    else:
        top = leading(profiles, 0, Purpose.charge_point_max_profile, at, None)
        whole = limited(top, Offer(current, phases), outlets[0].voltage)
    if unit == Unit.watts:
        return round(whole.power(outlets[0].voltage), 1), whole.phases
    return round(whole.current, 1), whole.phases
