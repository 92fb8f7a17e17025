import pytest

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled


@pytest.fixture
async def cp(make: Make) -> ChargePoint:
    cp = make(Settings(connectors=2), registered=True)
    await cp.connect()
    return cp


async def reserve(central: Central, id: int = 1, connector: int = 1) -> str:
    answer = await central.command(
        "ReserveNow",
        connectorId=connector,
        idTag="TAG1",
        reservationId=id,
        expiryDate="2026-11-22T12:10:00Z",
    )
    await settled()
    return str(answer["status"])


async def cancel(central: Central, id: int) -> str:
    answer = await central.command("CancelReservation", reservationId=id)
    await settled()
    return str(answer["status"])


async def test_a_reservation_is_told_and_cancelled(cp: ChargePoint, central: Central) -> None:
    assert await reserve(central) == "Accepted"
    assert await cancel(central, 2) == "Rejected"
    assert await cancel(central, 1) == "Accepted"
    assert central.told == [
        "StatusNotification 1 Reserved",
        "StatusNotification 1 Available",
    ]


async def test_a_reservation_expires(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await reserve(central)
    await clock.advance(599)
    assert [told["status"] for told in central.said("StatusNotification")] == ["Reserved"]
    await clock.advance(1)
    await central.told_of("StatusNotification 1 Available")
    assert await cancel(central, 1) == "Rejected"


async def test_an_occupied_connector_cannot_be_reserved(cp: ChargePoint, central: Central) -> None:
    await cp.plug_in(1)
    assert await reserve(central) == "Occupied"


async def test_the_whole_charge_point_reserves_what_is_left(
    cp: ChargePoint, central: Central
) -> None:
    assert await reserve(central, connector=0) == "Accepted"
    assert central.told == []
    await cp.plug_in(1)
    assert central.told == ["StatusNotification 1 Preparing", "StatusNotification 2 Reserved"]
    await cp.unplug(1)
    assert central.told[2:] == ["StatusNotification 1 Available", "StatusNotification 2 Available"]


async def test_the_whole_charge_point_only_where_it_is_supported(
    make: Make, central: Central
) -> None:
    cp = make(Settings(configuration={"ReserveConnectorZeroSupported": "false"}), registered=True)
    await cp.connect()
    assert await reserve(central, connector=0) == "Rejected"
