"""013, 014: an operator resets a charge point, which breaks off its connection, or ends it."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import all_connectors_are, boot_is, commanded
from csms_tools.certification.cases.states import booted, reconnected
from csms_tools.certification.scenario import Scenario


@case("TC_013", "Hard reset", Profile.CORE)
async def tc_013_hard_reset(s: Scenario) -> None:
    """< Reset Hard, > BootNotification, > StatusNotification of all connectors."""
    await commanded(s, "Reset", {"type": "Hard"})
    await reconnected(s, abruptly=True)
    await booted(s)
    await boot_is(s)
    await all_connectors_are(s, "Available")


@case("TC_014", "Soft reset", Profile.CORE)
async def tc_014_soft_reset(s: Scenario) -> None:
    """< Reset Soft, > BootNotification, > StatusNotification of all connectors."""
    await commanded(s, "Reset", {"type": "Soft"})
    await reconnected(s)
    await booted(s)
    await boot_is(s)
    await all_connectors_are(s, "Available")
