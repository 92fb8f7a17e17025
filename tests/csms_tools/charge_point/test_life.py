import asyncio

import pytest

from csms_tools.charge_point import ChargePoint, Refused, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central, settled
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.pki import Authority

BOOTED = [
    "BootNotification",
    "StatusNotification 0 Available",
    "StatusNotification 1 Available",
]


async def lives(cp: ChargePoint, central: Central) -> asyncio.Task[None]:
    living = asyncio.create_task(cp.live())
    await central.told_of("StatusNotification 1 Available")
    await settled()
    return living


async def test_a_reconnect_brings_no_boot_and_only_what_has_changed(
    cp: ChargePoint, central: Central
) -> None:
    await cp.drop()
    await cp.plug_in(1)
    await cp.connect()
    await central.told_of("StatusNotification 1 Preparing")
    await settled()
    assert central.told == [*BOOTED, "StatusNotification 1 Preparing"]


async def test_connecting_twice_is_connecting_once(cp: ChargePoint, central: Central) -> None:
    await cp.connect()
    assert len(central.paths) == 1


async def test_a_lost_connection_is_made_again_after_a_while(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make()
    living = await lives(cp, central)
    for _ in range(2):
        await central.close()
        await settled()
        assert not cp.online
        await clock.advance(2)
        await settled()
        assert cp.online
    assert central.actions.count("BootNotification") == 1
    living.cancel()


@pytest.mark.parametrize("status", [429, 503])
async def test_failures_to_connect_are_waited_out_longer_and_longer(
    make: Make, central: Central, clock: SteppedClock, status: int
) -> None:
    cp = make()
    central.refuse = status
    living = asyncio.create_task(cp.live())
    waits = []
    for tries in range(2, 6):
        began = clock.now()
        while len(central.paths) < tries:
            await clock.advance(0.25)
            await asyncio.sleep(0.005)
        waits.append((clock.now() - began).total_seconds())
    assert waits == sorted(waits)
    assert waits[-1] > 2
    central.refuse = None
    await clock.advance(60)
    await central.told_of("StatusNotification 1 Available")
    living.cancel()


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_central_system_that_refuses_ends_it(
    make: Make, central: Central, status: int
) -> None:
    central.refuse = status
    with pytest.raises(Refused):
        await make().live()


async def test_a_soft_reset_stops_first_and_boots_then(cp: ChargePoint, central: Central) -> None:
    await cp.plug_in(1)
    await cp.start_transaction(1, "TAG1")
    before = len(central.calls)
    assert await central.command("Reset", type="Soft") == {"status": "Accepted"}
    await central.heard("BootNotification", 2)
    await central.told_of("StatusNotification 1 Finishing")
    await settled()
    assert central.told[before:] == [
        "StopTransaction",
        "StatusNotification 1 Finishing",
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Finishing",
    ]
    assert central.said("StopTransaction")[0]["reason"] == "SoftReset"


async def test_a_hard_reset_reports_the_end_of_its_transactions_after_the_boot(
    cp: ChargePoint, central: Central
) -> None:
    await cp.start_transaction(1, "TAG1")
    before = len(central.calls)
    assert await central.command("Reset", type="Hard") == {"status": "Accepted"}
    await central.heard("StopTransaction")
    assert central.told[before:] == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Finishing",
        "StopTransaction",
    ]
    assert central.said("StopTransaction")[0]["reason"] == "HardReset"


async def test_a_charge_point_that_lives_comes_back_from_a_reset_at_once(
    make: Make, central: Central
) -> None:
    living = await lives(make(), central)
    await central.command("Reset", type="Hard")
    await central.heard("BootNotification", 2)
    living.cancel()


async def test_a_power_cut_is_reported_when_power_is_back(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await cp.start_transaction(1, "TAG1")
    before = len(central.calls)
    await cp.power_cut()
    await settled()
    assert central.closes == [1006]
    await clock.advance(3600)
    await cp.power_up()
    stop = await central.heard("StopTransaction")
    assert (stop["reason"], stop["timestamp"]) == ("PowerLoss", "2026-11-22T12:00:00.000Z")
    assert central.told[before:] == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Finishing",
        "StopTransaction",
    ]


async def test_what_needs_a_reboot_is_there_after_one(cp: ChargePoint, central: Central) -> None:
    change = {"key": "WebSocketPingInterval", "value": "30"}
    assert await central.command("ChangeConfiguration", **change) == {"status": "RebootRequired"}
    await central.command("Reset", type="Hard")
    await central.heard("BootNotification", 2)
    assert cp.configuration.text("WebSocketPingInterval") == "30"


async def test_a_new_password_is_used_at_once(make: Make, central: Central) -> None:
    old, new = b"old-password-1234", b"new-password-5678"
    central.password = old
    cp = make(registered=True, access={"password": old})
    await cp.connect()
    central.password = new
    change = {"key": "AuthorizationKey", "value": new.hex()}
    assert await central.command("ChangeConfiguration", **change) == {"status": "Accepted"}
    await settled()
    assert cp.online
    assert len(central.headers) == 2
    assert central.actions == []


async def test_a_lower_security_profile_is_rejected(cp: ChargePoint, central: Central) -> None:
    cp.configuration["SecurityProfile"] = "2"
    for value in ("1", "2", "x"):
        change = {"key": "SecurityProfile", "value": value}
        assert await central.command("ChangeConfiguration", **change) == {"status": "Rejected"}


async def test_a_higher_security_profile_needs_its_means(cp: ChargePoint, central: Central) -> None:
    for value in ("1", "2", "3"):
        change = {"key": "SecurityProfile", "value": value}
        assert await central.command("ChangeConfiguration", **change) == {"status": "Rejected"}


async def test_a_new_security_profile_comes_with_the_reset_and_goes_if_it_fails(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    nowhere = {2: "wss://127.0.0.1:9/ocpp"}
    cp = make(Settings(endpoints=nowhere), access={"password": b"0123456789abcdef"})
    cp.trust.load("CentralSystemRootCertificate", Authority().pem)
    living = await lives(cp, central)
    change = {"key": "SecurityProfile", "value": "2"}
    assert await central.command("ChangeConfiguration", **change) == {"status": "Accepted"}
    assert cp.access.security_profile == 1
    await central.command("Reset", type="Hard")
    await settled()
    assert cp.access.url == nowhere[2]
    for _ in range(40):
        await clock.advance(1)
        await asyncio.sleep(0.002)
    await central.heard("BootNotification", 2)
    assert cp.access.security_profile == 1
    assert cp.configuration.text("SecurityProfile") == "1"
    living.cancel()


async def test_closing_ends_everything(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    await cp.close()
    assert not cp.online
    assert central.closes == [1000]
    assert len(asyncio.all_tasks()) <= 3  # the test's own and the server's
