"""005, 012, 028: a transaction is stopped, or is not."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import charging, stopped
from csms_tools.certification.scenario import Scenario


@case("TC_012", "Remote stop", Profile.CORE)
async def tc_012_remote_stop(s: Scenario) -> None:
    """Charging, < RemoteStopTransaction, > StopTransaction(Remote), > Finishing, > Available."""
    number = await charging(s)
    await s.commanded("RemoteStopTransaction", {"transactionId": number})
    await stopped(s, number, 2500, reason="Remote")
    await s.status("Finishing")
    await s.status("Available")
    await s.recorded(
        "the transaction has stopped remotely after 1500 Wh",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and (one.reason, one.energy) == ("Remote", 1500),
    )
