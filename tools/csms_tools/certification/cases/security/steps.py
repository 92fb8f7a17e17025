"""What several cases of Security do."""

from csms_tools.certification.charge_point.transport import Handshake, NoConnection, Refused
from csms_tools.certification.failures import Failed
from csms_tools.certification.scenario import Scenario, now


async def disconnected(s: Scenario) -> None:
    """The charge point goes, and nothing has come that it did not expect."""
    await s.charge_point.line.quiet(s.settings.quiet)
    await s.charge_point.disconnect()


async def reconnected(s: Scenario, handshake: Handshake, expectation: str) -> None:
    """It goes, and comes so from now on."""
    await disconnected(s)
    s.charge_point.handshake = handshake
    await s.charge_point.connect(expectation=expectation)
    s.must(True, expectation)


async def refused(s: Scenario, handshake: Handshake, expectation: str) -> Refused | NoConnection:
    """Raises Failed if it is let in."""
    answer = await s.charge_point.refused(handshake, expectation)
    s.must(True, expectation)
    return answer


async def refused_beyond(s: Scenario, handshake: Handshake, expectation: str) -> None:
    """It is ours to ask: no verdict fails by it."""
    try:
        await s.charge_point.refused(handshake, expectation)
    except Failed as failed:
        s.beyond(False, expectation, failed.seen)
    else:
        s.beyond(True, expectation)


async def admitted_beyond(s: Scenario, handshake: Handshake, expectation: str) -> None:
    try:
        async with s.charge_point.connected(handshake):
            s.beyond(True, expectation)
    except Failed as failed:
        s.beyond(False, expectation, failed.seen)


async def refusal_recorded(s: Scenario) -> None:
    await s.recorded(
        "the refusal is recorded as a security event",
        lambda records: records.security_events(s.charge_point.id),
        lambda events: any(not event.reported for event in events),
    )


async def boot_recorded(s: Scenario) -> None:
    await s.recorded(
        "the boot is recorded",
        lambda records: records.boot(s.charge_point.id),
        lambda boot: boot and boot["chargePointModel"] == s.settings.model,
    )


async def event_reported(s: Scenario, kind: str) -> None:
    await event_acknowledged(s, kind)
    await event_recorded(s, kind)


async def event_acknowledged(s: Scenario, kind: str) -> None:
    """> SecurityEventNotification of this type."""
    await s.charge_point.call("SecurityEventNotification", {"type": kind, "timestamp": now()})


async def event_recorded(s: Scenario, kind: str) -> None:
    await s.recorded(
        f"the event {kind} is recorded",
        lambda records: records.security_events(s.charge_point.id),
        lambda events: any(event.reported and event.type == kind for event in events),
    )
