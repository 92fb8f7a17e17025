"""What several cases of Security do."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from csms_tools.certification.charge_point.charge_point import Identity
from csms_tools.certification.charge_point.transport import Handshake, NoConnection, Refused
from csms_tools.certification.failures import Failed
from csms_tools.certification.scenario import Scenario, now


@asynccontextmanager
async def another(
    s: Scenario, security_profile: int, password: str | None = None, url: str = ""
) -> AsyncIterator[Scenario]:
    """A second charge point in the same case, known to the CSMS until the block ends."""
    serial_number = f"SN{secrets.token_hex(8).upper()}"
    identity = Identity(f"{s.charge_point.id}-B", serial_number, security_profile, password)
    charge_point = await s.site.charge_point(identity, url or s.url, s.charge_point.journal)
    other = Scenario(s.site, charge_point, url or s.url)
    other.checks = s.checks
    try:
        yield other
        if charge_point.is_connected:
            await disconnected(other)
    finally:
        await charge_point.disconnect()
        s.left += await s.site.withdraw(charge_point)


async def disconnected(s: Scenario) -> None:
    """The charge point goes, and nothing has come that it did not expect."""
    await s.charge_point.line.quiet(0)
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
