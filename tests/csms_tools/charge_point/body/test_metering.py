from typing import Any

import pytest

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock, Vehicle
from csms_tools.charge_point.body.metering import thinned
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.profiles import wire

CAR = Vehicle(capacity=60_000, arrives_with=0.2, current=16.0, phases=3)


async def pass_time(clock: SteppedClock, seconds: int) -> None:
    """In small steps, with room for the frames in between."""
    for _ in range(seconds // 15):
        await clock.advance(15)
        await settled(15)


async def charging(make: Make, **keys: str) -> ChargePoint:
    cp = make(Settings(connectors=2, configuration=keys), registered=True)
    await cp.connect()
    await cp.plug_in(1, CAR)
    await cp.swipe(1, "TAG1")
    return cp


def energies(values: list[dict[str, Any]]) -> list[int]:
    return [int(value["meterValue"][0]["sampledValue"][0]["value"]) for value in values]


async def test_samples_come_in_their_interval_with_their_transaction(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await charging(make, MeterValueSampleInterval="30")
    await pass_time(clock, 105)
    values = central.said("MeterValues")
    assert [value["meterValue"][0]["timestamp"][14:19] for value in values] == [
        "00:30",
        "01:00",
        "01:30",
    ]
    assert {value["transactionId"] for value in values} == {1}
    first, second, third = energies(values)
    assert first < second < third
    # 11 kW for half a minute are 92 Wh.
    assert third - second == pytest.approx(92, abs=2)


async def test_an_interval_of_0_sends_no_samples(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await charging(make, MeterValueSampleInterval="0")
    await pass_time(clock, 300)
    assert central.said("MeterValues") == []


async def test_a_changed_interval_counts_in_a_running_transaction(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await charging(make, MeterValueSampleInterval="0")
    change = {"key": "MeterValueSampleInterval", "value": "15"}
    assert await central.command("ChangeConfiguration", **change) == {"status": "Accepted"}
    await settled()
    await pass_time(clock, 15)
    assert len(central.said("MeterValues")) == 1


async def test_the_measurands_are_those_of_the_configuration(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await charging(make, MeterValuesSampledData="SoC,Voltage.L1")
    await cp.meter_values(1)
    [value] = central.said("MeterValues")
    sampled = value["meterValue"][0]["sampledValue"]
    assert [one["measurand"] for one in sampled] == ["SoC", "Voltage"]
    assert {one["context"] for one in sampled} == {"Sample.Periodic"}


async def test_clock_aligned_values_come_on_the_full_interval(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    await clock.advance(100)
    await charging(make, ClockAlignedDataInterval="900", MeterValueSampleInterval="0")
    await clock.advance(799)
    await settled()
    assert central.said("MeterValues") == []
    await clock.advance(1)
    await central.heard("MeterValues", 2)
    values = sorted(central.said("MeterValues"), key=lambda value: value["connectorId"])
    assert [(value["connectorId"], value.get("transactionId")) for value in values] == [
        (1, 1),
        (2, None),
    ]
    assert values[0]["meterValue"][0]["timestamp"] == "2026-11-22T12:15:00.000Z"
    assert values[0]["meterValue"][0]["sampledValue"][0]["context"] == "Sample.Clock"


async def test_clock_aligned_values_can_be_switched_on(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await central.command("ChangeConfiguration", key="ClockAlignedDataInterval", value="60")
    await settled()
    await clock.advance(60)
    await central.heard("MeterValues")


async def test_offline_the_values_of_a_transaction_are_kept(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await charging(make, MeterValueSampleInterval="30", ClockAlignedDataInterval="60")
    await cp.drop()
    await pass_time(clock, 60)
    assert [message.action for message in cp.outbox.waiting] == ["MeterValues"] * 3


async def test_a_limit_is_felt_by_the_car_and_told(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await charging(make, MeterValueSampleInterval="0")
    await pass_time(clock, 60)
    assert cp.connectors[1].meter.power == pytest.approx(11_040)
    for limit, power in ((10.0, 6900), (4.0, 0)):
        profile = wire(1, "TxProfile", (0, limit), transactionId=1)
        await central.command("SetChargingProfile", connectorId=1, csChargingProfiles=profile)
        await pass_time(clock, 15)
        assert cp.connectors[1].meter.power == pytest.approx(power)
    assert central.told[-1] == "StatusNotification 1 SuspendedEVSE"
    assert await central.command("ClearChargingProfile", id=1) == {"status": "Accepted"}
    await pass_time(clock, 30)
    assert central.told[-1] == "StatusNotification 1 Charging"


async def test_the_maximum_of_the_charge_point_is_shared_by_those_who_charge(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await charging(make, MeterValueSampleInterval="0")
    top = wire(
        1,
        "ChargePointMaxProfile",
        (0, 20.0),
        kind="Absolute",
        schedule={"startSchedule": "2026-11-22T00:00:00Z"},
    )
    await central.command("SetChargingProfile", connectorId=0, csChargingProfiles=top)
    await pass_time(clock, 60)
    assert cp.connectors[1].meter.power == pytest.approx(11_040)
    await cp.plug_in(2, CAR)
    await cp.swipe(2, "TAG2")
    await pass_time(clock, 60)
    assert cp.connectors[1].meter.power == pytest.approx(6900)


async def test_a_full_car_is_told(make: Make, central: Central, clock: SteppedClock) -> None:
    cp = make(registered=True)
    await cp.connect()
    await cp.plug_in(1, Vehicle(capacity=1000, arrives_with=0.95, current=16.0, phases=3))
    await cp.swipe(1, "TAG1")
    await pass_time(clock, 300)
    await central.told_of("StatusNotification 1 SuspendedEV")


async def test_the_main_meter_is_the_sum_of_the_others(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = await charging(make)
    await pass_time(clock, 60)
    await cp.meter_values(0)
    value = central.said("MeterValues")[-1]
    registers = [cp.connectors[n].meter.register for n in (1, 2)]
    assert value["connectorId"] == 0
    assert energies([value]) == [sum(registers)]


@pytest.mark.parametrize(
    ("limit", "kept"), [(10, [0, 1, 2, 3, 4]), (3, [0, 2, 4]), (2, [0, 4]), (1, [0]), (0, [])]
)
def test_first_and_last_stay_when_readings_are_thinned(limit: int, kept: list[int]) -> None:
    values: list[dict[str, object]] = [{"n": n} for n in range(5)]
    assert [value["n"] for value in thinned(values, limit)] == kept
