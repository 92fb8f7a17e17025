import asyncio

import pytest

from csms_tools.charge_point import ChargePoint, Impossible, NotAccepted, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.profiles import wire

INVALID = {"transactionId": 5, "idTagInfo": {"status": "Invalid"}}


async def test_a_start_says_who_where_when_and_from_which_register(
    cp: ChargePoint, central: Central
) -> None:
    transaction = await cp.start_transaction(1, "TAG1", meter_start=1234)
    assert central.said("StartTransaction") == [
        {
            "connectorId": 1,
            "idTag": "TAG1",
            "meterStart": 1234,
            "timestamp": "2026-11-22T12:00:00.000Z",
        }
    ]
    assert transaction.number == 1
    assert cp.connectors[1].transaction is transaction


async def test_a_stop_says_what_the_meter_has_counted(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    transaction = await cp.start_transaction(1, "TAG1")
    await clock.advance(600)
    await cp.stop_transaction(1, "Remote", "TAG2")
    [stop] = central.said("StopTransaction")
    assert stop["meterStop"] - transaction.meter_start > 400
    del stop["meterStop"]
    assert stop == {
        "transactionId": 1,
        "timestamp": "2026-11-22T12:10:00.000Z",
        "idTag": "TAG2",
        "reason": "Remote",
    }


async def test_a_stop_may_leave_out_its_reason(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    await cp.stop_transaction(1, reason=None, meter_stop=7)
    [stop] = central.said("StopTransaction")
    assert "reason" not in stop
    assert stop["meterStop"] == 7


async def test_a_connector_has_one_transaction_at_a_time(cp: ChargePoint) -> None:
    await cp.start_transaction(1, "TAG1")
    with pytest.raises(Impossible):
        await cp.start_transaction(1, "TAG2")
    await cp.stop_transaction(1)
    with pytest.raises(Impossible):
        await cp.stop_transaction(1)
    with pytest.raises(Impossible):
        await cp.start_transaction(0, "TAG1")


async def test_before_the_registration_there_is_no_transaction_online(make: Make) -> None:
    cp = make()
    await cp.connect()
    with pytest.raises(NotAccepted):
        await cp.start_transaction(1, "TAG1")


async def test_an_invalid_tag_is_stopped_at_once(cp: ChargePoint, central: Central) -> None:
    central.once["StartTransaction"] = [INVALID]
    await cp.start_transaction(1, "TAG1")
    stop = await central.heard("StopTransaction")
    assert (stop["transactionId"], stop["reason"]) == (5, "DeAuthorized")


async def test_by_configuration_an_invalid_tag_gets_a_little_energy_and_no_more(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    rules = {"StopTransactionOnInvalidId": "false", "MaxEnergyOnInvalidId": "500"}
    cp = make(Settings(configuration=rules), registered=True)
    await cp.connect()
    central.once["StartTransaction"] = [INVALID]
    transaction = await cp.start_transaction(1, "TAG1")
    for _ in range(40):
        await clock.advance(15)
        await asyncio.sleep(0)
    await central.told_of("StatusNotification 1 SuspendedEVSE")
    await cp.stop_transaction(1)
    [stop] = central.said("StopTransaction")
    assert 500 <= stop["meterStop"] - transaction.meter_start < 600


async def test_a_reservation_is_used_and_ended_by_its_tag(
    cp: ChargePoint, central: Central
) -> None:
    await central.command(
        "ReserveNow",
        connectorId=1,
        idTag="tag1",
        reservationId=42,
        expiryDate="2026-11-22T13:00:00Z",
    )
    await cp.start_transaction(1, "TAG1")
    assert central.said("StartTransaction")[0]["reservationId"] == 42
    assert cp.reservations.live(cp.now()) == []


async def test_the_stop_brings_the_readings_that_were_asked_for(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    keys = {
        "StopTxnSampledData": "Energy.Active.Import.Register",
        "MeterValueSampleInterval": "60",
        "MeterValuesSampledData": "",
    }
    cp = make(Settings(configuration=keys), registered=True)
    await cp.connect()
    await cp.start_transaction(1, "TAG1")
    for _ in range(8):
        await clock.advance(15)
    await cp.stop_transaction(1)
    [stop] = central.said("StopTransaction")
    contexts = [value["sampledValue"][0]["context"] for value in stop["transactionData"]]
    assert contexts == [
        "Transaction.Begin",
        "Sample.Periodic",
        "Sample.Periodic",
        "Transaction.End",
    ]
    assert central.said("MeterValues") == []


async def test_the_profiles_of_a_transaction_end_with_it(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    profile = wire(1, "TxProfile", transactionId=1)
    answer = await central.command("SetChargingProfile", connectorId=1, csChargingProfiles=profile)
    assert answer == {"status": "Accepted"}
    await cp.stop_transaction(1)
    assert len(cp.profiles) == 0


async def test_an_availability_that_waited_comes_with_the_end(
    cp: ChargePoint, central: Central
) -> None:
    await cp.start_transaction(1, "TAG1")
    answer = await central.command("ChangeAvailability", connectorId=1, type="Inoperative")
    assert answer == {"status": "Scheduled"}
    await cp.stop_transaction(1)
    await cp.unplug(1)
    assert central.told[-3:] == [
        "StopTransaction",
        "StatusNotification 1 Finishing",
        "StatusNotification 1 Unavailable",
    ]
