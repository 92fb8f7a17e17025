from csms_tools.charge_point import ChargePoint
from csms_tools.charge_point.conversation.schemas import frame_violations
from tests.csms_tools.charge_point.central import Central


async def test_a_cold_boot_tells_the_status_of_every_connector(
    cp: ChargePoint, central: Central
) -> None:
    assert central.told == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
    ]


async def test_a_session_is_told_in_the_order_of_the_standard(
    cp: ChargePoint, central: Central
) -> None:
    await cp.plug_in(1)
    await cp.swipe(1, "TAG1")
    await cp.stop_transaction(1)
    await cp.unplug(1)
    assert central.told[3:] == [
        "StatusNotification 1 Preparing",
        "Authorize",
        "StartTransaction 1",
        "StatusNotification 1 Charging",
        "StopTransaction",
        "StatusNotification 1 Finishing",
        "StatusNotification 1 Available",
    ]


async def test_every_frame_of_a_session_passes_the_strict_reading(
    cp: ChargePoint, central: Central
) -> None:
    tape = cp.record()
    await cp.plug_in(1)
    await cp.swipe(1, "TAG1")
    await cp.meter_values(1)
    await cp.stop_transaction(1)
    await central.command("GetConfiguration")
    assert len(tape.frames) == 16
    assert [violation for frame in tape for violation in frame_violations(frame)] == []
    assert tape.breaches() == []
