"""Smart Charging: 5 cases, two of them in two editions."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import charging
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.charging_profiles import ChargingProfile
from csms_tools.certification.scenario import Scenario, now

SMART = Profile.SMART_CHARGING
DAY = 86400  # seconds


@case("TC_056", "Central smart charging, TxDefaultProfile", SMART)
async def tc_056_tx_default_profile(s: Scenario) -> None:
    """< SetChargingProfile: TxDefaultProfile, Absolute, without transactionId / Accepted."""
    where = s.settings.connector_id
    await profile_set(s, where, profile(s, 1, "TxDefaultProfile"))
    await recorded(s, known(s, 1, where, "TxDefaultProfile"))


@case("TC_057", "Central smart charging, TxProfile", SMART)
async def tc_057_tx_profile(s: Scenario) -> None:
    """Charging, < SetChargingProfile: TxProfile of the running transaction / Accepted."""
    number, where = await charging(s), s.settings.connector_id
    await profile_set(s, where, profile(s, 1, "TxProfile", transactionId=number))
    await recorded(s, known(s, 1, where, "TxProfile", number))


@case("TC_059", "Remote start with charging profile", SMART, edition="2024-04")
async def tc_059_remote_start_with_a_relative_profile(s: Scenario) -> None:
    """< RemoteStartTransaction with a Relative TxProfile / Accepted, > Authorize, Charging."""
    await started_with(s, profile(s, 1, "TxProfile", kind="Relative"))


@case("TC_059", "Remote start with charging profile", SMART, edition="later")
async def tc_059_remote_start_with_an_absolute_profile(s: Scenario) -> None:
    """< RemoteStartTransaction with an Absolute TxProfile / Accepted, > Authorize, Charging."""
    await started_with(s, profile(s, 1, "TxProfile"))


@case("TC_066", "Get composite schedule", SMART)
async def tc_066_composite_schedule(s: Scenario) -> None:
    """< GetCompositeSchedule: connectorId, duration, chargingRateUnit / Accepted."""
    settings = s.settings
    asked = {
        "connectorId": settings.connector_id,
        "duration": settings.schedule_duration,
        "chargingRateUnit": settings.rate_unit,
    }
    answer = {
        "status": "Accepted",
        "connectorId": settings.connector_id,
        "scheduleStart": now(),
        "chargingSchedule": schedule(s),
    }
    await s.commanded("GetCompositeSchedule", asked, answer)


@case("TC_067", "Clear charging profile", SMART, edition="2024-04")
async def tc_067_clear_three_levels(s: Scenario) -> None:
    """< SetChargingProfile of three levels, < ClearChargingProfile: id, then a level, then all."""
    where, level = s.settings.connector_id, s.settings.stack_level
    for more in range(3):
        one = profile(s, more + 1, "TxDefaultProfile", level=level + more)
        await profile_set(s, where, one)
    first, second, third = (
        known(s, more + 1, where, "TxDefaultProfile", level=level + more) for more in range(3)
    )
    await recorded(s, first, second, third)
    await cleared_in_turn(s, level + 1, [second, third], [third])


@case("TC_067", "Clear charging profile", SMART, edition="later")
async def tc_067_clear_three_purposes(s: Scenario) -> None:
    """Charging, < SetChargingProfile of three purposes, < ClearChargingProfile: id, one, all."""
    number, where = await charging(s), s.settings.connector_id
    await profile_set(s, 0, profile(s, 1, "ChargePointMaxProfile"))
    await profile_set(s, where, profile(s, 2, "TxDefaultProfile"))
    await profile_set(s, where, profile(s, 3, "TxProfile", transactionId=number))
    first = known(s, 1, 0, "ChargePointMaxProfile")
    second = known(s, 2, where, "TxDefaultProfile")
    third = known(s, 3, where, "TxProfile", number)
    await recorded(s, first, second, third)
    await cleared_in_turn(s, s.settings.stack_level, [second, third], [third])


async def cleared_in_turn(
    s: Scenario, level: int, after_one: list[ChargingProfile], after_two: list[ChargingProfile]
) -> None:
    """The first by its id alone, then TxDefaultProfile of that level, then all that are left."""
    await s.commanded("ClearChargingProfile", {"id": 1})
    await recorded(s, *after_one)
    those = {
        "connectorId": s.settings.connector_id,
        "chargingProfilePurpose": "TxDefaultProfile",
        "stackLevel": level,
    }
    await s.commanded("ClearChargingProfile", those)
    await recorded(s, *after_two)
    await s.commanded("ClearChargingProfile", {})
    await recorded(s)


async def profile_set(s: Scenario, connector_id: int, given: Payload) -> None:
    sent = {"connectorId": connector_id, "csChargingProfiles": given}
    await s.commanded("SetChargingProfile", sent)


async def started_with(s: Scenario, given: Payload) -> None:
    tag, where = s.tags.accepted, s.settings.connector_id
    asked = {"connectorId": where, "idTag": tag, "chargingProfile": given}
    await s.commanded("RemoteStartTransaction", asked)
    number = await charging(s, tag)
    await recorded(s, known(s, 1, where, "TxProfile", number))


def profile(
    s: Scenario,
    id: int,
    purpose: str,
    *,
    kind: str = "Absolute",
    level: int | None = None,
    **more: object,
) -> Payload:
    """As the laboratory's tool is set; where it is Absolute, it is for a day from now on."""
    given: Payload = {
        "chargingProfileId": id,
        "stackLevel": s.settings.stack_level if level is None else level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": schedule(s),
    }
    if kind == "Absolute":
        given |= {"validFrom": now(), "validTo": now(DAY)}
        given["chargingSchedule"]["startSchedule"] = now()
    return given | more


def schedule(s: Scenario) -> Payload:
    settings = s.settings
    period = {
        "startPeriod": settings.start_period,
        "limit": 6.0 if settings.rate_unit == "A" else 6000.0,
        "numberPhases": settings.number_phases,
    }
    return {
        "duration": settings.schedule_duration,
        "chargingRateUnit": settings.rate_unit,
        "chargingSchedulePeriod": [period],
    }


def known(
    s: Scenario,
    id: int,
    connector_id: int,
    purpose: str,
    transaction_id: int | None = None,
    *,
    level: int | None = None,
) -> ChargingProfile:
    at = s.settings.stack_level if level is None else level
    return ChargingProfile(id, connector_id, purpose, at, transaction_id)


async def recorded(s: Scenario, *wanted: ChargingProfile) -> None:
    there = ", ".join(str(one.id) for one in wanted) or "none"
    await s.recorded(
        f"of the charging profiles that were set, the charge point has {there}",
        lambda records: records.charging_profiles(s.charge_point.id),
        lambda found: found == list(wanted),
    )
