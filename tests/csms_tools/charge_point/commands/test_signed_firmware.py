import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from csms_tools.charge_point import Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.firmware import IMAGE, LOCATION, NOW, SOON, statuses, update
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.pki import Authority, pem
from tests.csms_tools.charge_point.shelf import Shelf

ROOT, KEY = Authority("Manufacturer"), ec.generate_private_key(ec.SECP256R1())
GOOD = base64.b64encode(KEY.sign(IMAGE, ec.ECDSA(hashes.SHA256()))).decode()
MANUFACTURER = "ManufacturerRootCertificate"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(image=IMAGE)


def signed(
    request: int = 1, at: str = NOW, signature: str = GOOD, **members: Any
) -> dict[str, Any]:
    firmware = {
        "location": LOCATION,
        "retrieveDateTime": at,
        "signingCertificate": pem(ROOT.issue(KEY.public_key())),
        "signature": signature,
        **members,
    }
    return {"requestId": request, "firmware": firmware}


async def test_a_charge_point_may_insist_on_signatures(
    make: Make, central: Central, shelf: Shelf
) -> None:
    await registered(make, Settings(signed_firmware_only=True), files=shelf)
    answer = await central.command_raw("UpdateFirmware", update())
    assert answer[:1] == ["NotSupported"]  # type: ignore[index]


async def test_a_signed_update_checks_its_signature(
    make: Make, central: Central, shelf: Shelf
) -> None:
    cp = await registered(make, files=shelf)
    cp.trust.load(MANUFACTURER, ROOT.pem)
    assert await central.command("SignedUpdateFirmware", **signed()) == {"status": "Accepted"}
    await central.told_of("SignedFirmwareStatusNotification Installed")
    assert statuses(central) == [
        "Firmware Downloading",
        "Firmware Downloaded",
        "Firmware SignatureVerified",
        "StatusNotification 0 Unavailable",
        "StatusNotification 1 Unavailable",
        "Firmware Installing",
        "Firmware InstallRebooting",
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
        "SecurityEventNotification",
        "Firmware Installed",
    ]
    assert central.said("SecurityEventNotification")[0]["type"] == "FirmwareUpdated"
    requests = {one["requestId"] for one in central.said("SignedFirmwareStatusNotification")}
    assert requests == {1}


async def test_a_bad_signature_ends_the_update(make: Make, central: Central, shelf: Shelf) -> None:
    await registered(make, files=shelf)
    await central.command("SignedUpdateFirmware", **signed(signature="AAAA"))
    await central.told_of("SignedFirmwareStatusNotification InvalidSignature")
    await settled()
    assert statuses(central)[-1] == "Firmware InvalidSignature"


async def test_a_bad_signature_is_a_security_event_where_all_are_wanted(
    make: Make, central: Central, shelf: Shelf
) -> None:
    await registered(make, Settings(security_events=True), files=shelf)
    await central.command("SignedUpdateFirmware", **signed(signature="AAAA"))
    event = await central.heard("SecurityEventNotification")
    assert event["type"] == "InvalidFirmwareSignature"


async def test_a_bad_signing_certificate_is_refused(
    make: Make, central: Central, shelf: Shelf
) -> None:
    cp = await registered(make, files=shelf)
    cp.trust.load(MANUFACTURER, Authority("Other").pem)
    answer = await central.command("SignedUpdateFirmware", **signed())
    assert answer == {"status": "InvalidCertificate"}


async def test_scheduled_times_are_told_and_kept(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await registered(make, files=shelf)
    later = signed(at=SOON, installDateTime="2026-11-22T12:02:00Z")
    await central.command("SignedUpdateFirmware", **later)
    await central.told_of("SignedFirmwareStatusNotification DownloadScheduled")
    await clock.advance(60)
    await central.told_of("SignedFirmwareStatusNotification InstallScheduled")
    await settled()
    assert "SignedFirmwareStatusNotification Installing" not in central.told
    await clock.advance(60)
    await central.told_of("SignedFirmwareStatusNotification Installed")


async def test_a_second_request_cancels_the_first(
    make: Make, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    await registered(make, files=shelf)
    await central.command("SignedUpdateFirmware", **signed(1, at=SOON))
    await central.heard("SignedFirmwareStatusNotification")
    answer = await central.command("SignedUpdateFirmware", **signed(2))
    assert answer == {"status": "AcceptedCanceled"}
    await central.told_of("SignedFirmwareStatusNotification Installed")
    await clock.advance(120)
    await settled()
    requests = [one["requestId"] for one in central.said("SignedFirmwareStatusNotification")]
    assert requests == [1, *[2] * 6]
