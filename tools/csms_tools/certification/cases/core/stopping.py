"""005, 012, 028: a transaction is stopped, or is not."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import (
    commanded,
    connector_is,
    has_stopped,
    runs,
)
from csms_tools.certification.cases.states import charging, stopped
from csms_tools.certification.scenario import Scenario


@case("TC_005_1", "EV side disconnected", Profile.CORE)
async def tc_005_1_ev_side_disconnected(s: Scenario) -> None:
    """Charging, > SuspendedEV, > StopTransaction(EVDisconnected), > Finishing, > Available."""
    number = await charging(s)
    await s.status("SuspendedEV")
    await stopped(s, number, 2500, reason="EVDisconnected")
    await s.status("Finishing")
    await s.status("Available")
    await has_stopped(s, number, "EVDisconnected", 1500)
    await connector_is(s, "Available")


@case("TC_012", "Remote stop", Profile.CORE)
async def tc_012_remote_stop(s: Scenario) -> None:
    """Charging, < RemoteStopTransaction, > StopTransaction(Remote), > Finishing, > Available."""
    number = await charging(s)
    await commanded(s, "RemoteStopTransaction", {"transactionId": number})
    await stopped(s, number, 2500, reason="Remote")
    await s.status("Finishing")
    await s.status("Available")
    await has_stopped(s, number, "Remote", 1500)
    await connector_is(s, "Available")


@case("TC_028", "Remote stop rejected", Profile.CORE)
async def tc_028_remote_stop_rejected(s: Scenario) -> None:
    """Charging, < RemoteStopTransaction of another transaction / Rejected."""
    number = await charging(s)
    another = number - 1 if number > 1 else 2
    rejected = {"status": "Rejected"}
    await commanded(s, "RemoteStopTransaction", {"transactionId": another}, rejected)
    await runs(s, number)
    await connector_is(s, "Charging")
