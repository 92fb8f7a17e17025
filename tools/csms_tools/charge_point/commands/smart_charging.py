"""SetChargingProfile (§5.16), ClearChargingProfile (§5.5), GetCompositeSchedule (§5.7)."""

from functools import partial
from typing import Any, cast

from ocpp.v16 import call, call_result
from ocpp.v16.enums import (
    ChargingProfileStatus,
    ChargingRateUnitType,
    ClearChargingProfileStatus,
    GetCompositeScheduleStatus,
)

from csms_tools.charge_point.body import metering, reporting
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.domain.charging_profiles import (
    Bounds,
    ChargingProfile,
    misplaced,
    objection,
)
from csms_tools.charge_point.domain.composite import composite

UNITS = {"Current": ChargingRateUnitType.amps, "Power": ChargingRateUnitType.watts}


def bounds(cp: Body) -> Bounds:
    allowed = cp.configuration.items("ChargingScheduleAllowedChargingRateUnit")
    return Bounds(
        connectors=cp.settings.connectors,
        max_stack_level=cp.configuration.number("ChargeProfileMaxStackLevel"),
        units=frozenset(UNITS[name] for name in allowed),
        max_periods=cp.configuration.number("ChargingScheduleMaxPeriods"),
    )


def set_charging_profile(cp: Body, request: call.SetChargingProfile) -> Answer:
    if "SmartCharging" not in cp.settings.features:
        return Answer(call_result.SetChargingProfile(ChargingProfileStatus.not_supported))
    profile = ChargingProfile.from_wire(
        cast(dict[str, Any], request.cs_charging_profiles), cp.moment
    )
    number = request.connector_id
    connector = cp.connectors.get(number)
    running = connector.transaction if connector else None
    limit = cp.configuration.number("MaxChargingProfilesInstalled")
    wrong = objection(profile, bounds(cp)) or misplaced(
        profile, number, bounds(cp), running.number if running else None
    )
    if wrong or not cp.profiles.install(number, profile, limit):
        cp.note(f"charging profile {profile.id}: {wrong or 'no room for more'}")
        return Answer(call_result.SetChargingProfile(ChargingProfileStatus.rejected))
    accepted = call_result.SetChargingProfile(ChargingProfileStatus.accepted)
    return Answer(accepted, partial(_look, cp))


def clear_charging_profile(cp: Body, request: call.ClearChargingProfile) -> Answer:
    cleared = cp.profiles.clear(
        request.id, request.connector_id, request.charging_profile_purpose, request.stack_level
    )
    if not cleared:
        return Answer(call_result.ClearChargingProfile(ClearChargingProfileStatus.unknown))
    accepted = call_result.ClearChargingProfile(ClearChargingProfileStatus.accepted)
    return Answer(accepted, partial(_look, cp))


async def _look(cp: Body) -> None:
    """A limit may have begun or ended to bind: who charges feels it now."""
    for connector in cp.charging:
        metering.refresh(cp, connector)
        await reporting.report(cp, connector.number)


def get_composite_schedule(cp: Body, request: call.GetCompositeSchedule) -> Answer:
    number, now = request.connector_id, cp.now()
    unit = request.charging_rate_unit or ChargingRateUnitType.amps
    if number not in cp.connectors or unit not in bounds(cp).units or request.duration <= 0:
        return Answer(call_result.GetCompositeSchedule(GetCompositeScheduleStatus.rejected))
    connectors = [cp.connectors[number]] if number else cp.outlets
    outlets = [metering.outlet(cp, connector, idle_since=now) for connector in connectors]
    return Answer(
        call_result.GetCompositeSchedule(
            GetCompositeScheduleStatus.accepted,
            number,
            cp.stamp(now),
            composite(cp.profiles, outlets, now, request.duration, unit),
        )
    )
