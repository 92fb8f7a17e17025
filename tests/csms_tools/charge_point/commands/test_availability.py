import pytest

from csms_tools.charge_point import ChargePoint, Settings
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled


@pytest.fixture
async def cp(make: Make) -> ChargePoint:
    cp = make(Settings(connectors=2), registered=True)
    await cp.connect()
    return cp


async def change(central: Central, connector: int, type: str) -> str:
    answer = await central.command("ChangeAvailability", connectorId=connector, type=type)
    await settled()
    return str(answer["status"])


async def test_a_connector_is_taken_out_of_service_and_put_back(
    cp: ChargePoint, central: Central
) -> None:
    assert await change(central, 1, "Inoperative") == "Accepted"
    assert await change(central, 1, "Inoperative") == "Accepted"
    assert await change(central, 1, "Operative") == "Accepted"
    assert central.told == [
        "StatusNotification 1 Unavailable",
        "StatusNotification 1 Available",
    ]


async def test_0_is_everything_and_who_charges_is_let_finish(
    cp: ChargePoint, central: Central
) -> None:
    await cp.start_transaction(2, "TAG1")
    before = len(central.calls)
    assert await change(central, 0, "Inoperative") == "Scheduled"
    assert central.told[before:] == [
        "StatusNotification 0 Unavailable",
        "StatusNotification 1 Unavailable",
    ]
    await cp.stop_transaction(2)
    await cp.unplug(2)
    assert central.told[-1] == "StatusNotification 2 Unavailable"


async def test_a_schedule_can_be_taken_back(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    assert await change(central, 1, "Inoperative") == "Scheduled"
    assert await change(central, 1, "Operative") == "Accepted"
    await cp.stop_transaction(1)
    await cp.unplug(1)
    assert central.told[-1] == "StatusNotification 1 Available"


async def test_an_unknown_connector_is_rejected(cp: ChargePoint, central: Central) -> None:
    assert await change(central, 3, "Operative") == "Rejected"


async def test_the_availability_survives_a_reset(cp: ChargePoint, central: Central) -> None:
    await change(central, 1, "Inoperative")
    await central.command("Reset", type="Hard")
    await central.heard("BootNotification")
    await central.told_of("StatusNotification 2 Available")
    assert central.told[-2] == "StatusNotification 1 Unavailable"


async def test_out_of_service_ends_a_reservation(cp: ChargePoint, central: Central) -> None:
    await central.command(
        "ReserveNow",
        connectorId=1,
        idTag="TAG1",
        reservationId=1,
        expiryDate="2026-11-22T13:00:00Z",
    )
    await change(central, 1, "Inoperative")
    assert cp.reservations.live(cp.now()) == []


async def unlock(central: Central, connector: int = 1) -> str:
    answer = await central.command("UnlockConnector", connectorId=connector)
    await settled()
    return str(answer["status"])


async def test_unlocking_ends_the_transaction_and_frees_the_cable(
    cp: ChargePoint, central: Central
) -> None:
    await cp.start_transaction(1, "TAG1")
    assert await unlock(central) == "Unlocked"
    assert central.told[-3:] == [
        "StopTransaction",
        "StatusNotification 1 Finishing",
        "StatusNotification 1 Available",
    ]
    assert central.said("StopTransaction")[0]["reason"] == "UnlockCommand"


async def test_unlocking_an_idle_connector_says_nothing_more(
    cp: ChargePoint, central: Central
) -> None:
    assert await unlock(central) == "Unlocked"
    assert central.actions == []


@pytest.mark.parametrize(
    ("settings", "connector", "answer"),
    [
        (Settings(), 2, "NotSupported"),
        (Settings(), 0, "NotSupported"),
        (Settings(fixed_cable=True), 1, "NotSupported"),
        (Settings(unlock_fails=True), 1, "UnlockFailed"),
    ],
)
async def test_what_cannot_be_unlocked_is_told(
    make: Make, central: Central, settings: Settings, connector: int, answer: str
) -> None:
    cp = make(settings, registered=True)
    await cp.connect()
    assert await unlock(central, connector) == answer
