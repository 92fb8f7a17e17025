import asyncio

import pytest

from csms_tools.charge_point import ChargePoint, Refused, SteppedClock, Unreachable
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, lives
from tests.csms_tools.charge_point.patience import settled

BOOTED = [
    "BootNotification",
    "StatusNotification 0 Available",
    "StatusNotification 1 Available",
]


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
    notes: list[str] = []
    cp.listen(lambda note: notes.append(note.text))
    living = asyncio.create_task(cp.live())
    for tries in range(1, 6):
        while len(notes) < tries:
            await settled(5)
        await clock.advance(60)
    waits = [float(note.split()[-2]) for note in notes]
    assert waits == sorted(waits)
    assert 0.5 <= waits[0] <= 1
    assert waits[-1] > 4
    assert len(central.paths) >= 5
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


async def test_closing_ends_everything(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    await cp.close()
    assert not cp.online
    assert central.closes == [1000]
    assert len(asyncio.all_tasks()) <= 3  # the test's own and the server's


async def test_without_its_network_cable_it_is_offline_until_it_is_in_again(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make()
    living = await lives(cp, central)
    cp.pull_network()
    await settled()
    assert central.closes == [1006]
    await clock.advance(600)
    await cp.start_transaction(1, "TAG1")
    assert len(central.paths) == 1
    cp.plug_network()
    await central.heard("StartTransaction")
    assert len(central.paths) == 2
    assert central.actions.count("BootNotification") == 1
    living.cancel()


async def test_without_its_network_cable_it_cannot_connect(make: Make, central: Central) -> None:
    cp = make()
    cp.pull_network()
    with pytest.raises(Unreachable):
        await cp.connect()
    assert central.paths == []


async def test_a_cable_that_is_pulled_while_it_connects_is_out(
    make: Make, central: Central
) -> None:
    cp = make()
    connecting = asyncio.create_task(cp.connect())
    await asyncio.sleep(0)
    cp.pull_network()
    with pytest.raises(Unreachable):
        await connecting
    assert not cp.online
