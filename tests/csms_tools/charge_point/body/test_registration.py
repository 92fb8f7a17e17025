from datetime import UTC, datetime, timedelta

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock, WorldClock
from tests.csms_tools.charge_point.central import NOW, Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.judge import CallError
from tests.csms_tools.charge_point.patience import settled


def boot(status: str, interval: int) -> dict[str, object]:
    return {"status": status, "currentTime": NOW, "interval": interval}


async def test_the_boot_says_what_the_charge_point_is(make: Make, central: Central) -> None:
    cp = make(Settings(serial_number="SN-1", firmware_version="2.1"))
    await cp.connect()
    result = await cp.boot()
    assert (result.status, result.interval) == ("Accepted", 300)
    assert central.said("BootNotification") == [
        {
            "chargePointVendor": "Serverless",
            "chargePointModel": "Simulated",
            "chargePointSerialNumber": "SN-1",
            "firmwareVersion": "2.1",
        }
    ]


async def test_an_accepted_interval_becomes_the_heartbeat(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    central.answers["BootNotification"] = boot("Accepted", 40)
    cp = make()
    await cp.connect()
    await cp.start_up()
    await clock.advance(39)
    await settled()
    assert central.said("Heartbeat") == []
    await clock.advance(1)
    await central.heard("Heartbeat")
    await clock.advance(40)
    await central.heard("Heartbeat", 2)


async def test_an_accepted_interval_of_0_leaves_the_heartbeat_as_it_is(
    make: Make, central: Central
) -> None:
    central.answers["BootNotification"] = boot("Accepted", 0)
    cp = make(Settings(configuration={"HeartbeatInterval": "70"}))
    await cp.connect()
    await cp.boot()
    assert cp.heartbeat_interval == 70


async def test_a_changed_heartbeat_interval_counts_at_once(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await central.command("ChangeConfiguration", key="HeartbeatInterval", value="10")
    await settled()
    await clock.advance(10)
    await central.heard("Heartbeat")


async def test_a_failed_heartbeat_is_not_the_last(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    central.once["Heartbeat"] = [CallError("InternalError")]
    await clock.advance(300)
    await central.heard("Heartbeat")
    await settled()
    await clock.advance(300)
    await central.heard("Heartbeat", 2)


async def test_the_central_systems_time_is_kept(make: Make, central: Central) -> None:
    cp = make(clock=WorldClock())
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    spelled = tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ")
    central.answers["BootNotification"] = boot("Accepted", 300) | {"currentTime": spelled}
    await cp.connect()
    await cp.boot()
    assert abs(cp.now() - tomorrow) < timedelta(seconds=5)


async def test_a_hurried_clock_is_left_alone(make: Make, central: Central) -> None:
    cp = make(clock=WorldClock(scale=2))
    central.answers["BootNotification"] = boot("Accepted", 300) | {
        "currentTime": "2001-01-01T00:00:00Z"
    }
    await cp.connect()
    await cp.boot()
    assert cp.now().year > 2001


async def test_security_events_are_told_where_they_are_wanted(make: Make, central: Central) -> None:
    cp = make(Settings(security_events=True))
    await cp.connect()
    await cp.start_up()
    event = await central.heard("SecurityEventNotification")
    assert event["type"] == "StartupOfTheDevice"
    await central.command("Reset", type="Soft")
    await central.heard("SecurityEventNotification", 3)
    types = [event["type"] for event in central.said("SecurityEventNotification")]
    assert sorted(types[1:]) == ["ResetOrReboot", "StartupOfTheDevice"]


async def test_a_status_that_is_not_taken_does_not_end_the_start(
    make: Make, central: Central
) -> None:
    central.once["StatusNotification"] = [CallError("InternalError")]
    cp = make(Settings(configuration={"MinimumStatusDuration": "60"}))
    await cp.connect()
    await cp.start_up()
    assert central.told[1:] == [
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
    ]
    assert cp.up.is_set()
