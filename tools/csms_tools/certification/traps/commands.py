"""C-49, C-53, C-56, C-57, C-59: commands, and answers that are no errors."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import started
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.reservation import State
from csms_tools.certification.scenario import Scenario, now


@case("C-49", "UpdateFirmware is not supported", Profile.TRAPS)
async def c_49_update_firmware_is_not_supported(s: Scenario) -> None:
    """< UpdateFirmware, > CALLERROR NotSupported, < SignedUpdateFirmware over the same."""
    update = {"location": s.settings.firmware_url, "retrieveDate": now()}
    async with s.command("UpdateFirmware", update) as (call, outcome):
        await s.charge_point.line.answer_error(call, "NotSupported", "signed ones only")
        s.told_error("UpdateFirmware", await outcome(), "NotSupported")
    await s.charge_point.call("SignedFirmwareStatusNotification", {"status": "Idle"})
    await s.commanded("ClearCache")
    s.must(True, "a CALLERROR is no end of the connection")


@case("C-53", "A reservation changes no tag's standing", Profile.TRAPS)
async def c_53_a_reservation_changes_no_standing(s: Scenario) -> None:
    """< ReserveNow, > StartTransaction of another tag without a reservation, < Accepted."""
    number = 53
    await s.commanded(
        "ReserveNow",
        {
            "connectorId": s.settings.connector_id,
            "expiryDate": now(s.settings.reservation_offset),
            "idTag": s.tags.first,
            "reservationId": number,
        },
    )
    await s.status("Reserved")
    await started(s)
    await s.recorded(
        "a start without a reservation uses none",
        lambda records: records.reservation(s.charge_point.id, number),
        lambda one: one and one.transaction_id is None and one.state != State.USED,
    )


@case("C-56", "Unknown is no error", Profile.TRAPS)
async def c_56_unknown_is_no_error(s: Scenario) -> None:
    """< ClearChargingProfile by id, / Unknown; < GetCompositeSchedule, / a schedule."""
    await s.commanded("ClearChargingProfile", {"id": 4711}, {"status": "Unknown"})
    periods = [{"startPeriod": 0, "limit": 16.1}, {"startPeriod": 60, "limit": 8.1}]
    schedule = {"chargingRateUnit": s.settings.rate_unit, "chargingSchedulePeriod": periods}
    await s.commanded(
        "GetCompositeSchedule",
        {
            "connectorId": s.settings.connector_id,
            "duration": 300,
            "chargingRateUnit": s.settings.rate_unit,
        },
        {
            "status": "Accepted",
            "connectorId": s.settings.connector_id,
            "scheduleStart": now(),
            "chargingSchedule": schedule,
        },
    )


@case("C-57", "A trigger for all connectors", Profile.TRAPS)
async def c_57_a_trigger_for_all_connectors(s: Scenario) -> None:
    """< TriggerMessage StatusNotification without connectorId / Accepted, > all of them; Idle."""
    await s.commanded("TriggerMessage", {"requestedMessage": "StatusNotification"})
    for connector_id in range(s.settings.number_of_connectors + 1):
        await s.status("Available", connectorId=connector_id)
    for message in ("FirmwareStatusNotification", "DiagnosticsStatusNotification"):
        await s.commanded("TriggerMessage", {"requestedMessage": message})
        await s.charge_point.call(message, {"status": "Idle"})


@case("C-59", "Keys that are unknown, values that are missing", Profile.TRAPS)
async def c_59_configuration(s: Scenario) -> None:
    """< GetConfiguration of two keys / one without a value, one unknown; < without keys, once."""
    own: Payload = {"key": "AuthorizationKey", "readonly": False}
    await s.commanded(
        "GetConfiguration",
        {"key": ["AuthorizationKey", "NoSuchKey"]},
        {"configurationKey": [own], "unknownKey": ["NoSuchKey"]},
    )
    maximum = {"key": "GetConfigurationMaxKeys", "readonly": True, "value": "1"}
    await s.commanded("GetConfiguration", {}, {"configurationKey": [own, maximum]})
    await s.commanded("GetConfiguration", {}, {})
    s.must(True, "without keys it is one CALL, whatever GetConfigurationMaxKeys says")
    longest = {"key": "MeterValuesSampledData", "value": "x" * 500}
    await s.commanded("ChangeConfiguration", longest, {"status": "Rejected"})
