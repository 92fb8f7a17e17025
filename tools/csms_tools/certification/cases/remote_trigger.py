"""Remote Trigger: 2 cases, one of them in two editions."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario, now

TRIGGER = Profile.REMOTE_TRIGGER
READING = "1500"  # Wh


@case("TC_054", "Trigger message", TRIGGER)
async def tc_054_trigger_message(s: Scenario) -> None:
    """Five times < TriggerMessage / Accepted, then the message that it asks for."""
    connector = {"connectorId": s.settings.connector_id}
    call = s.charge_point.call
    await s.commanded("TriggerMessage", {"requestedMessage": "MeterValues"} | connector)
    await call("MeterValues", connector | {"meterValue": [reading()]})
    await s.commanded("TriggerMessage", {"requestedMessage": "Heartbeat"})
    await call("Heartbeat")
    await s.commanded("TriggerMessage", {"requestedMessage": "StatusNotification"} | connector)
    await s.status("Available")
    for message in ("DiagnosticsStatusNotification", "FirmwareStatusNotification"):
        await s.commanded("TriggerMessage", {"requestedMessage": message})
        await call(message, {"status": "Idle"})
    await s.recorded(
        "the CSMS has the meter value that it asked for",
        lambda records: records.readings(s.charge_point.id, s.settings.connector_id),
        lambda values: READING in values,
    )
    await s.recorded(
        "the connector is Available",
        lambda records: records.connector(s.charge_point.id, s.settings.connector_id),
        lambda one: one and one.status == "Available",
    )


@case("TC_055", "Trigger message, Rejected", TRIGGER, edition="2024-04")
async def tc_055_rejected_of_no_connector(s: Scenario) -> None:
    """< TriggerMessage MeterValues of connector NumberOfConnectors + 1 / Rejected."""
    await rejected(s, s.settings.number_of_connectors + 1)


@case("TC_055", "Trigger message, Rejected", TRIGGER, edition="later")
async def tc_055_rejected(s: Scenario) -> None:
    """< TriggerMessage MeterValues / Rejected."""
    await rejected(s, s.settings.connector_id)


async def rejected(s: Scenario, connector_id: int) -> None:
    asked = {"requestedMessage": "MeterValues", "connectorId": connector_id}
    await s.commanded("TriggerMessage", asked, {"status": "Rejected"})


def reading() -> Payload:
    sampled = {"value": READING, "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    return {"timestamp": now(), "sampledValue": [sampled]}
