import pytest

from csms_tools.charge_point import Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.firmware import IMAGE, SOON, statuses, update
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.shelf import Shelf


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(image=IMAGE)


async def test_an_update_downloads_installs_and_boots(
    make: Make, central: Central, shelf: Shelf
) -> None:
    cp = await registered(make, files=shelf)
    assert await central.command("UpdateFirmware", **update()) == {}
    await central.told_of("FirmwareStatusNotification Installed")
    assert statuses(central) == [
        "Firmware Downloading",
        "Firmware Downloaded",
        "StatusNotification 0 Unavailable",
        "StatusNotification 1 Unavailable",
        "Firmware Installing",
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
        "Firmware Installed",
    ]
    assert cp.firmware_version == central.said("BootNotification")[0]["firmwareVersion"] != "1.0.0"


async def test_it_boots_with_the_version_that_the_file_is_named_by(
    make: Make, central: Central
) -> None:
    await registered(make, files=Shelf(**{"x1-2.4.0.bin": IMAGE}))
    location = "http://127.0.0.1/x1-2.4.0.bin"
    await central.command("UpdateFirmware", **update(location=location))
    await central.told_of("FirmwareStatusNotification Installed")
    assert central.said("BootNotification")[0]["firmwareVersion"] == "2.4.0"


async def test_the_download_waits_for_its_time(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await registered(make, files=shelf)
    await central.command("UpdateFirmware", **update(at=SOON))
    await settled()
    assert central.actions == []
    await clock.advance(60)
    await central.told_of("FirmwareStatusNotification Installed")


async def test_a_download_that_fails_is_tried_again_as_often_as_asked(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await registered(make, files=shelf)
    shelf.failures = 2
    await central.command("UpdateFirmware", **update(retries=2, retryInterval=10))
    await central.heard("FirmwareStatusNotification")
    for _ in range(2):
        await settled()
        await clock.advance(10)
    await central.told_of("FirmwareStatusNotification Downloaded")


async def test_a_download_that_keeps_failing_is_told(
    make: Make, central: Central, shelf: Shelf
) -> None:
    await registered(make, files=shelf)
    await central.command("UpdateFirmware", **update(location="http://127.0.0.1/none"))
    await central.told_of("FirmwareStatusNotification DownloadFailed")
    await settled()
    assert statuses(central) == ["Firmware Downloading", "Firmware DownloadFailed"]


async def test_an_installation_waits_for_the_last_transaction(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    cp = await registered(make, Settings(connectors=2), files=shelf)
    await cp.start_transaction(1, "TAG1")
    await central.command("UpdateFirmware", **update())
    await central.told_of("StatusNotification 2 Unavailable")
    await settled()
    assert "FirmwareStatusNotification Installing" not in central.told
    await cp.stop_transaction(1)
    await cp.unplug(1)
    await clock.advance(5)
    await central.told_of("FirmwareStatusNotification Installed")


async def test_an_installation_can_fail(make: Make, central: Central, shelf: Shelf) -> None:
    cp = await registered(make, Settings(installation_fails=True), files=shelf)
    await central.command("UpdateFirmware", **update())
    await central.told_of("StatusNotification 1 Available")
    assert statuses(central)[-4:] == [
        "Firmware Installing",
        "Firmware InstallationFailed",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
    ]
    assert cp.firmware_version == "1.0.0"
