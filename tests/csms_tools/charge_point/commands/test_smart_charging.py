from typing import Any

import pytest

from csms_tools.charge_point import ChargePoint, Settings
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.profiles import wire


async def install(central: Central, connector: int, profile: dict[str, Any]) -> str:
    answer = await central.command(
        "SetChargingProfile", connectorId=connector, csChargingProfiles=profile
    )
    return str(answer["status"])


async def test_a_profile_is_installed_and_cleared(cp: ChargePoint, central: Central) -> None:
    assert await install(central, 1, wire(1, "TxDefaultProfile", (0, 8.1))) == "Accepted"
    assert await central.command("ClearChargingProfile", id=2) == {"status": "Unknown"}
    assert await central.command("ClearChargingProfile") == {"status": "Accepted"}
    assert len(cp.profiles) == 0


async def test_clearing_goes_by_what_was_asked_for(cp: ChargePoint, central: Central) -> None:
    await install(central, 1, wire(1, level=1))
    await install(central, 1, wire(2, level=2))
    criteria = {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 1}
    assert await central.command("ClearChargingProfile", **criteria) == {"status": "Accepted"}
    assert [profile.id for _, profile in cp.profiles] == [2]


@pytest.mark.parametrize(
    ("connector", "profile"),
    [
        (2, wire(1)),
        (1, wire(1, "ChargePointMaxProfile", kind="Absolute")),
        (1, wire(1, "TxProfile", transactionId=1)),
        (1, wire(1, level=11)),
    ],
)
async def test_a_profile_in_the_wrong_place_is_rejected(
    cp: ChargePoint, central: Central, connector: int, profile: dict[str, Any]
) -> None:
    assert await install(central, connector, profile) == "Rejected"


async def test_a_unit_that_is_not_supported_is_rejected(make: Make, central: Central) -> None:
    keys = {"ChargingScheduleAllowedChargingRateUnit": "Current"}
    cp = make(Settings(configuration=keys), registered=True)
    await cp.connect()
    assert await install(central, 1, wire(1, unit="W")) == "Rejected"
    asked = {"connectorId": 1, "duration": 60, "chargingRateUnit": "W"}
    assert await central.command("GetCompositeSchedule", **asked) == {"status": "Rejected"}


async def test_there_is_only_so_much_room(cp: ChargePoint, central: Central) -> None:
    cp.configuration["MaxChargingProfilesInstalled"] = "1"
    assert await install(central, 1, wire(1)) == "Accepted"
    assert await install(central, 0, wire(2)) == "Rejected"


async def test_a_charge_point_without_smart_charging_says_so(make: Make, central: Central) -> None:
    cp = make(Settings(features=("Core",)), registered=True)
    await cp.connect()
    assert await install(central, 1, wire(1)) == "NotSupported"


async def test_the_composite_schedule_begins_now(cp: ChargePoint, central: Central) -> None:
    await install(central, 1, wire(1, "TxDefaultProfile", (0, 8.1), (60, 16.0)))
    asked = {"connectorId": 1, "duration": 120, "chargingRateUnit": "A"}
    assert await central.command("GetCompositeSchedule", **asked) == {
        "status": "Accepted",
        "connectorId": 1,
        "scheduleStart": "2026-11-22T12:00:00.000Z",
        "chargingSchedule": {
            "duration": 120,
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [
                {"startPeriod": 0, "limit": 8.1, "numberPhases": 3},
                {"startPeriod": 60, "limit": 16.0, "numberPhases": 3},
            ],
        },
    }


async def test_the_composite_schedule_of_0_is_for_the_whole(make: Make, central: Central) -> None:
    cp = make(Settings(connectors=2), registered=True)
    await cp.connect()
    answer = await central.command("GetCompositeSchedule", connectorId=0, duration=60)
    [period] = answer["chargingSchedule"]["chargingSchedulePeriod"]
    assert period == {"startPeriod": 0, "limit": 64.0, "numberPhases": 3}


@pytest.mark.parametrize(("connector", "duration"), [(9, 60), (1, 0)])
async def test_no_schedule_for_nothing(
    cp: ChargePoint, central: Central, connector: int, duration: int
) -> None:
    asked = {"connectorId": connector, "duration": duration}
    assert await central.command("GetCompositeSchedule", **asked) == {"status": "Rejected"}
