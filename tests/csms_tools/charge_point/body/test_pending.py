import asyncio

import pytest

from csms_tools.charge_point import SteppedClock
from tests.csms_tools.charge_point.central import NOW, Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.judge import CallError
from tests.csms_tools.charge_point.patience import settled


def boot(status: str, interval: int) -> dict[str, object]:
    return {"status": status, "currentTime": NOW, "interval": interval}


@pytest.mark.parametrize(("interval", "wait"), [(30, 30), (0, 60)])
@pytest.mark.parametrize("status", ["Pending", "Rejected"])
async def test_the_next_boot_waits_for_the_interval(
    make: Make, central: Central, clock: SteppedClock, status: str, interval: int, wait: int
) -> None:
    central.once["BootNotification"] = [boot(status, interval)]
    cp = make()
    await cp.connect()
    starting = asyncio.create_task(cp.start_up())
    await central.heard("BootNotification")
    await settled()
    await clock.advance(wait - 1)
    await settled()
    assert central.actions == ["BootNotification"]
    await clock.advance(1)
    await starting
    assert central.told[1:] == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
    ]


async def test_a_failed_boot_is_tried_again(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    central.once["BootNotification"] = [CallError("SecurityError")]
    cp = make()
    await cp.connect()
    starting = asyncio.create_task(cp.start_up())
    await central.heard("BootNotification")
    await settled()
    await clock.advance(60)
    await starting
    assert cp.may_transact


async def test_while_pending_only_what_was_asked_for_is_sent(make: Make, central: Central) -> None:
    central.answers["BootNotification"] = boot("Pending", 600)
    cp = make()
    await cp.connect()
    await cp.boot()
    await cp.plug_in(1)
    assert central.actions == ["BootNotification"]
    await central.command("TriggerMessage", requestedMessage="StatusNotification", connectorId=1)
    await central.told_of("StatusNotification 1 Preparing")
    start = await central.command("RemoteStartTransaction", idTag="TAG1", connectorId=1)
    assert start == {"status": "Rejected"}


async def test_while_pending_it_can_be_told_to_boot(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    central.once["BootNotification"] = [boot("Pending", 600)]
    cp = make()
    living = asyncio.create_task(cp.live())
    await central.heard("BootNotification")
    await settled()
    await central.command("TriggerMessage", requestedMessage="BootNotification")
    await central.told_of("StatusNotification 1 Available")
    await clock.advance(600)
    await settled()
    assert central.told[1:] == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
        "Heartbeat",
        "Heartbeat",
    ]
    living.cancel()


async def test_while_pending_there_is_no_heartbeat_whatever_the_interval(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    central.answers["BootNotification"] = boot("Pending", 600)
    cp = make()
    await cp.connect()
    await cp.boot()
    await central.command("ChangeConfiguration", key="HeartbeatInterval", value="10")
    await settled()
    await clock.advance(60)
    await settled()
    assert central.actions == ["BootNotification"]


async def test_while_rejected_nothing_is_answered(make: Make, central: Central) -> None:
    central.answers["BootNotification"] = boot("Rejected", 600)
    cp = make()
    await cp.connect()
    await cp.boot()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await central.command("ClearCache")
