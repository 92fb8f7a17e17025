from typing import Any

import pytest

from csms_tools.charge_point import Settings
from tests.csms_tools.charge_point.central import ACCEPTED, Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.judge import CallError


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
