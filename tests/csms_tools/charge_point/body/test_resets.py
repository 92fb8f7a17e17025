import pytest

from csms_tools.charge_point import ChargePoint, Quirk, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, lives
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.pki import Authority


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
        await settled(5)
    await central.heard("BootNotification", 2)
    assert cp.access.security_profile == 1
    assert cp.configuration.text("SecurityProfile") == "1"
    living.cancel()


@pytest.mark.parametrize("kind", ["Soft", "Hard"])
async def test_some_do_not_boot_after_a_reset(make: Make, central: Central, kind: str) -> None:
    cp = make(Settings(quirks=frozenset({Quirk.NO_BOOT})))
    living = await lives(cp, central)
    before = len(central.told)
    await central.command("Reset", type=kind)
    await settled()
    assert cp.online
    assert len(central.paths) == 2
    assert central.told[before:] == []
    await cp.heartbeat()
    living.cancel()
