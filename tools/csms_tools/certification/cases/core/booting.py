"""001: a charge point starts."""

import asyncio
from datetime import UTC, datetime

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import all_connectors_are, boot_is
from csms_tools.certification.cases.states import booted, moment
from csms_tools.certification.scenario import Scenario

CLOCKS_DIFFER = 60  # seconds


@case("TC_001", "Cold boot", Profile.CORE)
async def tc_001_cold_boot(s: Scenario) -> None:
    """> BootNotification, > StatusNotification of all connectors, > Heartbeat every interval."""
    answer = await booted(s)
    times = [answer["currentTime"]]
    for _ in range(2):
        await asyncio.sleep(s.settings.heartbeat)
        times.append((await s.charge_point.call("Heartbeat"))["currentTime"])
    moments = [moment(each) for each in times]
    s.beyond(moments == sorted(moments), "currentTime never goes back", times)
    off = abs((moments[-1] - datetime.now(UTC)).total_seconds())
    s.beyond(off < CLOCKS_DIFFER, "currentTime is the time", f"{off:g} s off")
    await boot_is(s)
    await all_connectors_are(s, "Available")
