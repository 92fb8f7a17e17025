"""017, 018, 030, 031: an operator unlocks a connector."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import commanded, connector_is, has_stopped, runs
from csms_tools.certification.cases.states import charging, stopped
from csms_tools.certification.scenario import Scenario


async def _unlocked(s: Scenario, status: str, connector_id: int = 0) -> None:
    payload = {"connectorId": connector_id or s.settings.connector_id}
    await commanded(s, "UnlockConnector", payload, {"status": status})


@case("TC_017_1", "Unlock, no session, detachable cable", Profile.CORE)
async def tc_017_1_detachable_cable(s: Scenario) -> None:
    """< UnlockConnector / Unlocked."""
    await _unlocked(s, "Unlocked")


@case("TC_017_2", "Unlock, no session, fixed cable", Profile.CORE)
async def tc_017_2_fixed_cable(s: Scenario) -> None:
    """< UnlockConnector / NotSupported."""
    await _unlocked(s, "NotSupported")


@case("TC_018_1", "Unlock during a session", Profile.CORE)
async def tc_018_1_during_a_session(s: Scenario) -> None:
    """Charging, < UnlockConnector, > Finishing, > StopTransaction(UnlockCommand), > Available."""
    number = await charging(s)
    await _unlocked(s, "Unlocked")
    await runs(s, number)  # UnlockConnector is no command to stop
    await s.status("Finishing")
    await stopped(s, number, 2500, reason="UnlockCommand")
    await s.status("Available")
    await has_stopped(s, number, "UnlockCommand", 1500)
    await connector_is(s, "Available")


@case("TC_030", "Unlock failure", Profile.CORE)
async def tc_030_unlock_failure(s: Scenario) -> None:
    """< UnlockConnector / UnlockFailed."""
    await _unlocked(s, "UnlockFailed")


@case("TC_031", "Unlock an unknown connector", Profile.CORE)
async def tc_031_unknown_connector(s: Scenario) -> None:
    """< UnlockConnector of a connector that is not there / NotSupported."""
    await _unlocked(s, "NotSupported", s.settings.number_of_connectors + 1)
