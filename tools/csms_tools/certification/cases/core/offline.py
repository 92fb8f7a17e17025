"""032, 037, 039: what has happened while there was no connection is told later."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import (
    all_connectors_are,
    boot_is,
    connector_is,
    has_stopped,
    runs,
)
from csms_tools.certification.cases.states import (
    booted,
    charging,
    reconnected,
    same_time,
    started,
    stopped,
)
from csms_tools.certification.scenario import Scenario, now


@case("TC_032_1", "Power loss, boot with an open transaction", Profile.CORE)
async def tc_032_1_power_loss(s: Scenario) -> None:
    """Charging, > BootNotification, > Status of all (Finishing), > StopTransaction(PowerLoss)."""
    number = await charging(s)
    failed = now()
    await reconnected(s, abruptly=True)
    await booted(s, used="Finishing")
    await runs(s, number)  # a boot ends no transaction
    await stopped(s, number, 2500, reason="PowerLoss", timestamp=failed)
    await has_stopped(s, number, "PowerLoss", 1500)
    await _stopped_at(s, number, failed)
    await boot_is(s)
    await all_connectors_are(s, "Available", used="Finishing")


@case("TC_037_1", "Offline start, valid id tag", Profile.CORE)
async def tc_037_1_valid_id_tag(s: Scenario) -> None:
    """Connects again, > StartTransaction of the past, > Charging."""
    await reconnected(s)
    begun = now(-600)
    number = await started(s, timestamp=begun)
    await s.status("Charging")
    await runs(s, number)
    await _started_at(s, number, begun)
    await connector_is(s, "Charging")


@case("TC_037_3", "Offline start, invalid id tag", Profile.CORE)
async def tc_037_3_invalid_id_tag(s: Scenario) -> None:
    """> StartTransaction / Invalid, > Charging, > StopTransaction(DeAuthorized), > Finishing."""
    await reconnected(s)
    begun = now(-600)
    number = await started(s, s.tags.unknown, standing="Invalid", timestamp=begun)
    await s.status("Charging")
    await runs(s, number, id_tag=s.tags.unknown, standing="Invalid")
    await stopped(s, number, 1100, reason="DeAuthorized")
    await s.status("Finishing")
    await has_stopped(s, number, "DeAuthorized", 100)
    await _started_at(s, number, begun)
    await connector_is(s, "Finishing")


@case("TC_039", "Offline transaction", Profile.CORE)
async def tc_039_offline_transaction(s: Scenario) -> None:
    """Connects again, > StartTransaction and > StopTransaction(Local), both of the past."""
    await reconnected(s)
    begun, ended = now(-600), now(-60)
    number = await started(s, timestamp=begun)
    local = {"reason": "Local", "idTag": s.tags.accepted, "timestamp": ended}
    answer = await stopped(s, number, 2500, **local)
    standing = answer.get("idTagInfo", {}).get("status", "Accepted")
    s.must(standing == "Accepted", "StopTransaction is Accepted, if it has idTagInfo", answer)
    await has_stopped(s, number, "Local", 1500)
    await _started_at(s, number, begun)
    await _stopped_at(s, number, ended)


async def _started_at(s: Scenario, number: int, at: str) -> None:
    await s.recorded(
        "the transaction has started when its StartTransaction says",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and same_time(one.started_at, at),
    )


async def _stopped_at(s: Scenario, number: int, at: str) -> None:
    await s.recorded(
        "the transaction has stopped when its StopTransaction says",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and same_time(one.stopped_at, at),
    )
