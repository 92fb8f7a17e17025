import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.pki import Authority
from tests.csms_tools.charge_point.shelf import Shelf

LOCATION = "http://127.0.0.1/image"
NOW, SOON = "2026-11-22T12:00:00Z", "2026-11-22T12:01:00Z"
ROOT, KEY = Authority("Manufacturer"), ec.generate_private_key(ec.SECP256R1())
IMAGE = b"image"
GOOD = base64.b64encode(KEY.sign(IMAGE, ec.ECDSA(hashes.SHA256()))).decode()
MANUFACTURER = "ManufacturerRootCertificate"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(image=IMAGE)


async def charge_point(make: Make, shelf: Shelf, **settings: Any) -> ChargePoint:
    cp = make(Settings(**settings), registered=True, files=shelf)
    await cp.connect()
    return cp


def update(at: str = NOW, location: str = LOCATION, **members: Any) -> dict[str, Any]:
    return {"location": location, "retrieveDate": at, **members}


def statuses(central: Central) -> list[str]:
    return [
        what.removeprefix("Signed").replace("FirmwareStatusNotification", "Firmware")
        for what in central.told
    ]


async def test_an_update_downloads_installs_and_boots(
    make: Make, central: Central, shelf: Shelf
) -> None:
    cp = await charge_point(make, shelf)
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


async def test_the_download_waits_for_its_time(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await charge_point(make, shelf)
    await central.command("UpdateFirmware", **update(at=SOON))
    await settled()
    assert central.actions == []
    await clock.advance(60)
    await central.told_of("FirmwareStatusNotification Installed")


async def test_a_download_that_fails_is_tried_again_as_often_as_asked(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await charge_point(make, shelf)
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
    await charge_point(make, shelf)
    await central.command("UpdateFirmware", **update(location="http://127.0.0.1/none"))
    await central.told_of("FirmwareStatusNotification DownloadFailed")
    await settled()
    assert statuses(central) == ["Firmware Downloading", "Firmware DownloadFailed"]


async def test_an_installation_waits_for_the_last_transaction(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    cp = await charge_point(make, shelf, connectors=2)
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
    cp = await charge_point(make, shelf, installation_fails=True)
    await central.command("UpdateFirmware", **update())
    await central.told_of("StatusNotification 1 Available")
    assert statuses(central)[-4:] == [
        "Firmware Installing",
        "Firmware InstallationFailed",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
    ]
    assert cp.firmware_version == "1.0.0"
