"""Updates of firmware for tests, as a central system asks for them."""

from typing import Any

from tests.csms_tools.charge_point.central import Central

IMAGE = b"image"
LOCATION = "http://127.0.0.1/image"
NOW, SOON = "2026-11-22T12:00:00Z", "2026-11-22T12:01:00Z"


def update(at: str = NOW, location: str = LOCATION, **members: Any) -> dict[str, Any]:
    return {"location": location, "retrieveDate": at, **members}


def statuses(central: Central) -> list[str]:
    """What was told, be the update signed or not."""
    return [
        what.removeprefix("Signed").replace("FirmwareStatusNotification", "Firmware")
        for what in central.told
    ]
