import asyncio

from csms_tools.charge_point import Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.patience import settled


async def test_identification_first_begins_with_the_car(make: Make, central: Central) -> None:
    cp = await registered(make)
    assert await cp.swipe(1, "TAG1")
    await cp.plug_in(1)
    assert central.told == [
        "Authorize",
        "StatusNotification 1 Preparing",
        "StartTransaction 1",
        "StatusNotification 1 Charging",
    ]


async def test_without_a_car_the_authorization_times_out(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await registered(make)
    await cp.swipe(1, "TAG1")
    await clock.advance(60)
    await central.told_of("StatusNotification 1 Available")
    await cp.plug_in(1)
    assert central.said("StartTransaction") == []


async def test_who_drives_off_ends_the_transaction(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.plug_in(1)
    await cp.swipe(1, "TAG1")
    await cp.unplug(1)
    assert central.told[-4:] == [
        "StatusNotification 1 SuspendedEV",
        "StopTransaction",
        "StatusNotification 1 Finishing",
        "StatusNotification 1 Available",
    ]
    assert central.said("StopTransaction")[0]["reason"] == "EVDisconnected"


async def test_by_configuration_the_transaction_outlives_the_cable(
    make: Make, central: Central
) -> None:
    keys = {"StopTransactionOnEVSideDisconnect": "false"}
    cp = await registered(make, Settings(configuration=keys))
    await cp.start_transaction(1, "TAG1")
    await cp.unplug(1)
    assert central.told[-1] == "StatusNotification 1 SuspendedEV"
    assert cp.connectors[1].transaction is not None
    await cp.stop_transaction(1)
    assert central.told[-1] == "StatusNotification 1 Available"


async def test_a_fault_ends_the_transaction_and_is_told_with_its_reason(
    make: Make, central: Central
) -> None:
    cp = await registered(make)
    await cp.start_transaction(1, "TAG1")
    await cp.fault(1, "GroundFailure", "wet")
    faulted = central.said("StatusNotification")[-1]
    assert (faulted["status"], faulted["errorCode"], faulted["info"]) == (
        "Faulted",
        "GroundFailure",
        "wet",
    )
    assert central.said("StopTransaction")[0]["reason"] == "Other"
    await cp.mend(1)
    mended = central.said("StatusNotification")[-1]
    assert (mended["status"], mended["errorCode"]) == ("Finishing", "NoError")


async def test_a_short_status_is_not_told_where_it_must_last(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await registered(make, Settings(configuration={"MinimumStatusDuration": "5"}))
    plugging = asyncio.create_task(cp.plug_in(1))
    await settled()
    await clock.advance(2)
    unplugging = asyncio.create_task(cp.unplug(1))
    await settled()
    await clock.advance(10)
    await asyncio.gather(plugging, unplugging)
    assert central.actions == []


async def test_a_status_that_was_lost_with_the_line_is_told_again(
    make: Make, central: Central
) -> None:
    cp = await registered(make)
    central.once["StatusNotification"] = ["never"]
    plugging = asyncio.create_task(cp.plug_in(1))
    await central.heard("StatusNotification")
    await cp.drop()
    await plugging
    await cp.connect()
    await central.heard("StatusNotification", 2)
    assert central.told == ["StatusNotification 1 Preparing"] * 2
