"""What the CSMS does on its own, over a real socket: what is switched on, and not too often."""

import asyncio
from typing import Any

from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.strict import Call, ChargePoint

BOOT = {"chargePointVendor": "ACME", "chargePointModel": "X1", "firmwareVersion": "1.0"}
PROFILE = {
    "chargingProfileId": 3,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
    },
}
SAID: dict[str, dict[str, Any]] = {
    "GetConfiguration": {"configurationKey": [], "unknownKey": []},
    "GetLocalListVersion": {"listVersion": 0},
}
MOMENT = 3  # seconds in which a task that is due has come


async def new(call: Call) -> str:
    """It has lost its list, and takes what it is given."""
    return call.answer(SAID.get(call.action, {"status": "Accepted"}))


async def knows_nothing(call: Call) -> str:
    return call.error("NotSupported")


async def switched_on(operators: Operators, charge_point: ChargePoint, **settings: object) -> None:
    reply = await operators.ask("PATCH", f"/charge-points/{charge_point.id}", settings)
    assert reply.status == 200, reply


def actions(charge_point: ChargePoint) -> list[str]:
    return [call.action for call in charge_point.calls]


async def test_with_all_switched_off_a_boot_is_followed_by_nothing(make: Maker) -> None:
    charge_point = make(new)
    async with charge_point.connected():
        await charge_point.call("BootNotification", BOOT)
        await asyncio.sleep(MOMENT)
    assert charge_point.calls == []


async def test_after_a_boot_come_the_configuration_the_list_and_the_profiles(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(new)
    path = f"/charge-points/{charge_point.id}"
    await switched_on(
        operators,
        charge_point,
        configurationAfterBoot=True,
        localListInStep=True,
        profilesAfterBoot=True,
    )
    async with charge_point.connected():
        await operators.ask("PUT", f"{path}/local-list", {"idTags": ["CARD-1"]}, wait=25)
        profile = {"connectorId": 1, "csChargingProfiles": PROFILE}
        await operators.send(charge_point.id, "SetChargingProfile", profile)
        charge_point.calls.clear()
        for _ in range(3):  # it boots in a loop
            await charge_point.call("BootNotification", BOOT)
        await charge_point.heard(4)
        await asyncio.sleep(MOMENT)
    assert sorted(actions(charge_point)) == [
        "GetConfiguration",
        "GetLocalListVersion",
        "SendLocalList",
        "SetChargingProfile",
    ]
    (full,) = [call.payload for call in charge_point.calls if call.action == "SendLocalList"]
    assert (full["updateType"], full["localAuthorizationList"][0]["idTag"]) == ("Full", "CARD-1")
    commands = (await operators.ask("GET", f"{path}/commands")).body["items"]
    by = {one["action"]: one["createdBy"] for one in commands[:4]}
    assert by == {
        "GetConfiguration": "automatism: configurationAfterBoot",
        "GetLocalListVersion": "automatism: localListInStep",
        "SendLocalList": "automatism: localListInStep",
        "SetChargingProfile": "automatism: profilesAfterBoot",
    }


async def test_a_tag_that_is_blocked_is_on_the_list_as_blocked(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(new)
    await switched_on(operators, charge_point, localListInStep=True)
    id_tag = charge_point.id
    await operators.ask("POST", "/id-tags", {"idTag": id_tag})
    async with charge_point.connected():
        path = f"/charge-points/{charge_point.id}/local-list"
        await operators.ask("PUT", path, {"idTags": [id_tag]}, wait=25)
        await operators.ask("PATCH", f"/id-tags/{id_tag}", {"blocked": True})
        _, changed = await charge_point.heard(2)
    assert changed.payload["updateType"] == "Differential"
    assert changed.payload["localAuthorizationList"] == [
        {"idTag": id_tag, "idTagInfo": {"status": "Blocked"}}
    ]


async def test_what_it_does_not_support_is_asked_once_until_it_has_other_firmware(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(knows_nothing)
    await switched_on(operators, charge_point, configurationAfterBoot=True, automaticDistance=1)
    async with charge_point.connected():
        for _ in range(3):
            await charge_point.call("BootNotification", BOOT)
            await asyncio.sleep(MOMENT)
        assert actions(charge_point) == ["GetConfiguration"]
        await charge_point.call("BootNotification", BOOT | {"firmwareVersion": "1.1"})
        await charge_point.heard(2)


async def test_after_a_reconnect_it_is_asked_for_its_status_and_after_a_boot_it_is_not(
    operators: Operators, make: Maker
) -> None:
    charge_point, booting = make(new), make(new)
    for one in (charge_point, booting):
        await switched_on(operators, one, statusAfterReconnect=True)
        async with one.connected():
            await one.call("BootNotification", BOOT)
    async with charge_point.connected(), booting.connected():
        await booting.call("BootNotification", BOOT)
        (asked,) = await charge_point.heard(1)
        await asyncio.sleep(MOMENT)
    assert asked.payload == {"requestedMessage": "StatusNotification"}
    assert booting.calls == []
