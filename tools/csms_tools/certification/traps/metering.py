"""C-35: what meters say, and connectors that nobody knows."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import started
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario, now

SIGNED = "AA55" * 40
NOWHERE = 99  # a connector


@case("C-35", "Meter values without their defaults", Profile.TRAPS)
async def c_35_meter_values(s: Scenario) -> None:
    """> MeterValues bare, signed, of connector 0; > StatusNotification of 99; > data at the end."""
    number = await started(s, meterStart=777000)
    await _measures(s, s.settings.connector_id, [{"value": "777100"}], transactionId=number)
    signed = {"value": SIGNED, "format": "SignedData", "context": "Transaction.Begin"}
    await _measures(s, s.settings.connector_id, [signed], transactionId=number)
    await _measures(s, 0, [{"value": "12.5", "measurand": "Power.Active.Import", "unit": "kW"}])
    await s.status("Available", connectorId=NOWHERE)
    await s.status("Unavailable", connectorId=0)
    data = [
        {"timestamp": now(), "sampledValue": [{"value": value, "context": context}]}
        for value, context in (("777000", "Transaction.Begin"), ("778234", "Transaction.End"))
    ]
    stop = {"transactionId": number, "meterStop": 778234, "timestamp": now()}
    await s.charge_point.call("StopTransaction", stop | {"transactionData": data})
    await s.recorded(
        "the transaction of 1234 Wh has stopped",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.energy == 1234,
    )
    await s.recorded(
        "all its values are there, signed ones and those of its stop, too",
        lambda records: records.meter_values(s.charge_point.id, number),
        lambda found: {"777100", SIGNED, "778234"} <= set(found),
    )
    await s.recorded(
        "the connector that nobody knew is Available",
        lambda records: records.connector(s.charge_point.id, NOWHERE),
        lambda connector: connector and connector.status == "Available",
    )


async def _measures(s: Scenario, connector_id: int, samples: list[Payload], **more: int) -> None:
    value = {"timestamp": now(), "sampledValue": samples}
    payload = {"connectorId": connector_id, "meterValue": [value]}
    await s.charge_point.call("MeterValues", payload | more)
