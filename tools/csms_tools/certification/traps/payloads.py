"""C-11 to C-15, C-65: what payloads may hold."""

from datetime import UTC, datetime, timedelta, timezone

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import authorized, started
from csms_tools.certification.charge_point.frames import CallError
from csms_tools.certification.scenario import Scenario, now

CLOCKS_APART = 60  # seconds


@case("C-11", "Actions have a case, id tags have none", Profile.TRAPS)
async def c_11_case(s: Scenario) -> None:
    """> heartbeat, < NotImplemented; > Authorize of a tag in small letters, < Accepted."""
    error = await s.charge_point.call_refused("heartbeat", {})
    s.must(error.code == "NotImplemented", "an action in small letters is none", error.code)
    small = s.tags.accepted.lower()
    await authorized(s, small)
    number = await started(s, small)
    await s.recorded(
        "the transaction is that of the tag",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.id_tag.lower() == small and one.standing == "Accepted",
    )


@case("C-12", "A member that is none", Profile.TRAPS)
async def c_12_a_member_that_is_none(s: Scenario) -> None:
    """> calls with a member too many, > one with an element too many, < answers to all."""
    boot = {"chargePointVendor": s.settings.vendor, "chargePointModel": s.settings.model}
    for action, payload in (
        ("BootNotification", boot | {"vendorOwn": "1"}),
        ("StatusNotification", STATUS | {"vendorOwn": {"a": [1]}}),
    ):
        answer = await s.charge_point.ask(action, payload)
        s.must(True, "what has a member too many is answered")
        s.beyond(not isinstance(answer, CallError), f"{action} is taken all the same", answer)
    await s.charge_point.ask("Heartbeat", {}, "", "an element too many")
    s.must(True, "a CALL of five elements is answered")
    await s.commanded("ClearCache", {})


STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}


@case("C-13", "Limits are numbers, in steps of 0.1", Profile.TRAPS)
async def c_13_limits(s: Scenario) -> None:
    """< SetChargingProfile with the limits 8.1, 16.3 and 6, as they were given."""
    periods = [
        {"startPeriod": start, "limit": limit}
        for start, limit in ((0, 8.1), (60, 16.3), (120, 6.0), (180, 0.1))
    ]
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": periods}
    profile = {
        "chargingProfileId": 13,
        "stackLevel": s.settings.stack_level,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": schedule | {"minChargingRate": 8.1},
    }
    await s.commanded(
        "SetChargingProfile",
        {"connectorId": s.settings.connector_id, "csChargingProfiles": profile},
    )


@case("C-14", "Both spellings of Celsius, a stop without a reason", Profile.TRAPS)
async def c_14_celsius(s: Scenario) -> None:
    """> MeterValues in Celsius and in Celcius, > StopTransaction with no reason."""
    number = await started(s)
    samples = [
        {"value": value, "measurand": "Temperature", "unit": unit}
        for value, unit in (("21.5", "Celsius"), ("22.5", "Celcius"))
    ]
    values = [{"timestamp": now(), "sampledValue": samples}]
    ids = {"connectorId": s.settings.connector_id, "transactionId": number}
    await s.charge_point.call("MeterValues", ids | {"meterValue": values})
    stop = {"transactionId": number, "meterStop": 1000, "timestamp": now()}
    await s.charge_point.call("StopTransaction", stop | {"transactionData": values})
    await s.recorded(
        "both temperatures are there",
        lambda records: records.meter_values(s.charge_point.id, number),
        lambda found: {"21.5", "22.5"} <= set(found),
    )
    await s.recorded(
        "the transaction has stopped",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.reason in (None, "Local"),
    )


@case("C-15", "Times in any form", Profile.TRAPS)
async def c_15_times(s: Scenario) -> None:
    """> StartTransaction with an offset, a fraction, or no seconds, < Accepted; UTC is sent."""
    beat = await s.charge_point.call("Heartbeat")
    apart = abs(moment(beat["currentTime"]) - datetime.now(UTC))
    s.must(apart < timedelta(seconds=CLOCKS_APART), "currentTime is the time in UTC", beat)
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
    east = at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    for spelled in (
        east.isoformat(),
        at.isoformat().replace("+00:00", ".123456Z"),
        at.isoformat().replace(":00+00:00", "Z"),
    ):
        number = await started(s, timestamp=spelled)
        await _began(s, number, at, _form(spelled))


async def _began(s: Scenario, number: int, at: datetime, form: str) -> None:
    await s.recorded(
        f"the transaction of {form} began when it says",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and moment(one.started_at).replace(microsecond=0) == at,
    )


def _form(spelled: str) -> str:
    return "".join("9" if letter.isdigit() else letter for letter in spelled)


def moment(spelled: str) -> datetime:
    return datetime.fromisoformat(spelled)


@case("C-65", "Actions of a vendor", Profile.TRAPS)
async def c_65_actions_of_a_vendor(s: Scenario) -> None:
    """> VendorHeartbeat, < NotImplemented, > Heartbeat, < its answer over the same connection."""
    error = await s.charge_point.call_refused("VendorHeartbeat", {"uptime": 1})
    s.must(error.code == "NotImplemented", "an action of a vendor is NotImplemented", error.code)
    await s.charge_point.call("Heartbeat")
