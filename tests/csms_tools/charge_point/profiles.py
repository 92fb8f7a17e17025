"""Charging profiles for tests, as a central system sends them."""

from typing import Any

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile


def wire(
    id: int = 1,
    purpose: str = "TxDefaultProfile",
    *limits: tuple[int, float],
    level: int = 0,
    unit: str = "A",
    kind: str = "Relative",
    schedule: dict[str, Any] | None = None,
    **members: Any,
) -> dict[str, Any]:
    periods = [{"startPeriod": start, "limit": limit} for start, limit in limits or [(0, 10.0)]]
    return {
        "chargingProfileId": id,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": periods,
            **(schedule or {}),
        },
        **members,
    }


def profile(*arguments: Any, **options: Any) -> ChargingProfile:
    return ChargingProfile.from_wire(wire(*arguments, **options))
