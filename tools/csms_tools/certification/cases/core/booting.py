"""001: a charge point starts."""

import asyncio

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import booted
from csms_tools.certification.scenario import Scenario


@case("TC_001", "Cold boot", Profile.CORE)
async def tc_001_cold_boot(s: Scenario) -> None:
    """> BootNotification, > StatusNotification of all connectors, > Heartbeat every interval."""
    answer = await booted(s)
    s.must(answer["currentTime"], "the answer to BootNotification has currentTime")
    for _ in range(2):
        await asyncio.sleep(s.settings.heartbeat)
        beat = await s.charge_point.call("Heartbeat")
        s.must(beat["currentTime"], "the answer to Heartbeat has currentTime")
    id = s.charge_point.id
    await s.recorded(
        "the CSMS knows the vendor and model",
        lambda records: records.boot(id),
        lambda boot: boot and boot["chargePointVendor"] == s.settings.vendor,
    )
    await s.recorded(
        "the connector is Available",
        lambda records: records.connector(id, s.settings.connector_id),
        lambda connector: connector and connector.status == "Available",
    )
