import asyncio
from typing import Any

import pytest

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import ACCEPTED, CallError, Central, settled
from tests.csms_tools.charge_point.conftest import Make


async def registered(make: Make, settings: Settings | None = None) -> ChargePoint:
    cp = make(settings, registered=True)
    await cp.connect()
    return cp


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


@pytest.mark.parametrize(
    "answer", [{"idTagInfo": {"status": "Blocked"}}, CallError("InternalError")]
)
async def test_a_tag_that_is_not_accepted_begins_nothing(
    make: Make, central: Central, answer: Any
) -> None:
    central.once["Authorize"] = [answer]
    cp = await registered(make)
    await cp.plug_in(1)
    assert not await cp.swipe(1, "TAG1")
    assert central.said("StartTransaction") == []


async def test_offline_a_cached_tag_charges_and_a_stranger_does_not(
    make: Make, central: Central
) -> None:
    cp = await registered(make)
    await cp.authorize("TAG1")
    await cp.disconnect()
    await cp.plug_in(1)
    assert not await cp.swipe(1, "STRANGER")
    assert await cp.swipe(1, "tag1")
    assert len(cp.outbox) == 1


async def test_a_tag_of_the_local_list_needs_no_authorize(make: Make, central: Central) -> None:
    cp = await registered(make, Settings(configuration={"LocalPreAuthorize": "true"}))
    await central.command(
        "SendLocalList",
        listVersion=1,
        updateType="Full",
        localAuthorizationList=[{"idTag": "TAG1", "idTagInfo": ACCEPTED}],
    )
    await cp.plug_in(1)
    assert await cp.swipe(1, "TAG1")
    assert "Authorize" not in central.actions


async def test_a_list_that_is_switched_off_is_not_read(make: Make, central: Central) -> None:
    keys = {"LocalPreAuthorize": "true", "LocalAuthListEnabled": "false"}
    cp = await registered(make, Settings(configuration=keys))
    await central.command(
        "SendLocalList",
        listVersion=1,
        updateType="Full",
        localAuthorizationList=[{"idTag": "TAG1", "idTagInfo": ACCEPTED}],
    )
    await cp.swipe(1, "TAG1")
    assert "Authorize" in central.actions


async def test_the_same_tag_ends_what_it_began_without_asking(make: Make, central: Central) -> None:
    cp = await registered(make)
    await cp.start_transaction(1, "TAG1")
    assert await cp.swipe(1, "tag1")
    assert "Authorize" not in central.actions
    [stop] = central.said("StopTransaction")
    assert (stop["idTag"], stop["reason"]) == ("tag1", "Local")


@pytest.mark.parametrize(("parent", "ends"), [("group", True), ("OTHER", False), (None, False)])
async def test_another_tag_ends_it_only_if_it_is_of_the_group(
    make: Make, central: Central, parent: str | None, ends: bool
) -> None:
    cp = await registered(make)
    begun = {"transactionId": 1, "idTagInfo": {**ACCEPTED, "parentIdTag": "GROUP"}}
    central.once["StartTransaction"] = [begun]
    await cp.start_transaction(1, "TAG1")
    info = ACCEPTED if parent is None else {**ACCEPTED, "parentIdTag": parent}
    central.once["Authorize"] = [{"idTagInfo": info}]
    assert await cp.swipe(1, "TAG2") is ends
    assert len(central.said("StopTransaction")) == ends


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


async def test_a_connector_that_is_reserved_turns_others_away(make: Make, central: Central) -> None:
    cp = await registered(make)
    await central.command(
        "ReserveNow",
        connectorId=1,
        idTag="TAG1",
        parentIdTag="GROUP",
        reservationId=42,
        expiryDate="2026-11-22T13:00:00Z",
    )
    assert not await cp.swipe(1, "STRANGER")
    central.once["Authorize"] = [{"idTagInfo": {**ACCEPTED, "parentIdTag": "GROUP"}}]
    assert await cp.swipe(1, "FRIEND")


async def test_a_connector_out_of_service_takes_nobody(make: Make, central: Central) -> None:
    cp = await registered(make)
    await central.command("ChangeAvailability", connectorId=1, type="Inoperative")
    assert not await cp.swipe(1, "TAG1")


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
