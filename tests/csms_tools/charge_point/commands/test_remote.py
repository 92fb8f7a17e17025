from typing import Any

import pytest

from csms_tools.charge_point import Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.profiles import wire


async def start(central: Central, **members: Any) -> str:
    answer = await central.command("RemoteStartTransaction", idTag="TAG1", **members)
    await settled()
    return str(answer["status"])


async def test_a_car_that_is_plugged_in_begins_to_charge(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.plug_in(1)
    assert await start(central, connectorId=1) == "Accepted"
    assert central.told == [
        "StatusNotification 1 Preparing",
        "Authorize",
        "StartTransaction 1",
        "StatusNotification 1 Charging",
    ]


async def test_without_a_car_it_waits_for_one(make: Make, central: Central) -> None:
    cp = await registered(make)
    assert await start(central) == "Accepted"
    await cp.plug_in(1)
    assert central.told == [
        "Authorize",
        "StatusNotification 1 Preparing",
        "StartTransaction 1",
        "StatusNotification 1 Charging",
    ]


async def test_a_car_that_never_comes_ends_it_quietly(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await registered(make)
    await start(central)
    await clock.advance(60)
    await central.told_of("StatusNotification 1 Available")


async def test_in_a_simulation_somebody_comes(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await registered(make, Settings(driver_arrives_after=5))
    await start(central)
    await clock.advance(5)
    await central.told_of("StatusNotification 1 Charging")


async def test_the_tag_is_not_asked_for_if_the_configuration_says_so(
    make: Make, central: Central
) -> None:
    cp = await registered(make, Settings(configuration={"AuthorizeRemoteTxRequests": "false"}))
    await cp.plug_in(1)
    await start(central)
    assert "Authorize" not in central.actions
    assert "StartTransaction" in central.actions


async def test_a_tag_that_may_not_charge_begins_nothing(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.plug_in(1)
    central.once["Authorize"] = [{"idTagInfo": {"status": "Blocked"}}]
    assert await start(central) == "Accepted"
    assert "StartTransaction" not in central.actions


async def test_a_plugged_connector_is_chosen_before_an_empty_one(
    make: Make, central: Central
) -> None:
    cp = await registered(make, Settings(connectors=2))
    await cp.plug_in(2)
    await start(central)
    assert central.said("StartTransaction")[0]["connectorId"] == 2


@pytest.mark.parametrize("connector", [0, 2])
async def test_no_such_connector_is_rejected(make: Make, central: Central, connector: int) -> None:
    await registered(make)
    assert await start(central, connectorId=connector) == "Rejected"


async def test_a_connector_that_is_taken_is_rejected(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.start_transaction(1, "TAG2")
    assert await start(central) == "Rejected"
    await cp.stop_transaction(1)
    assert await start(central) == "Rejected"  # the old car is still there
    await cp.unplug(1)
    assert await start(central) == "Accepted"
    assert await start(central) == "Rejected"  # the first one waits


async def test_a_connector_that_is_reserved_is_rejected_to_others(
    make: Make, central: Central
) -> None:
    await registered(make)
    reservation = {"connectorId": 1, "reservationId": 1, "expiryDate": "2026-11-22T13:00:00Z"}
    await central.command("ReserveNow", idTag="TAG2", **reservation)
    assert await start(central) == "Rejected"
    await central.command("ReserveNow", idTag="TAG1", **reservation)
    assert await start(central) == "Accepted"


async def test_a_profile_comes_along_for_the_transaction(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.plug_in(1)
    assert await start(central, connectorId=1, chargingProfile=wire(3, "TxProfile")) == "Accepted"
    assert [(where, one.id, one.transaction) for where, one in cp.profiles] == [(1, 3, 1)]


@pytest.mark.parametrize(
    "profile",
    [wire(1, "TxDefaultProfile"), wire(1, "TxProfile", transactionId=1), wire(1, level=99)],
)
async def test_a_profile_that_does_not_belong_there_is_rejected(
    make: Make, central: Central, profile: dict[str, Any]
) -> None:
    await registered(make)
    assert await start(central, chargingProfile=profile) == "Rejected"


async def test_a_remote_stop_ends_the_transaction_with_this_number(
    make: Make, central: Central
) -> None:
    cp = await registered(make, Settings(connectors=2))
    await cp.start_transaction(1, "TAG1")
    await cp.start_transaction(2, "TAG2")
    assert await central.command("RemoteStopTransaction", transactionId=2) == {"status": "Accepted"}
    stop = await central.heard("StopTransaction")
    assert (stop["transactionId"], stop["reason"]) == (2, "Remote")
    assert cp.connectors[1].transaction is not None


async def test_an_unknown_transaction_is_not_stopped(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.start_transaction(1, "TAG1")
    assert await central.command("RemoteStopTransaction", transactionId=9) == {"status": "Rejected"}
