import json

import pytest

from csms_tools.charge_point import ChargePoint, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.shelf import Shelf

LOCATION = "http://127.0.0.1/logs/"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def cp(make: Make, shelf: Shelf) -> ChargePoint:
    cp = make(registered=True, files=shelf)
    await cp.connect()
    return cp


def get_log(request: int = 1, kind: str = "SecurityLog", **members: int) -> dict[str, object]:
    log = {"remoteLocation": LOCATION}
    return {"logType": kind, "requestId": request, "log": log, **members}


async def test_diagnostics_are_uploaded_under_the_name_that_was_given(
    cp: ChargePoint, central: Central, shelf: Shelf
) -> None:
    cp.configuration["AuthorizationKey"] = "00112233445566778899aabbccddeeff"
    answer = await central.command("GetDiagnostics", location=LOCATION)
    await central.told_of("DiagnosticsStatusNotification Uploaded")
    assert central.told == [
        "DiagnosticsStatusNotification Uploading",
        "DiagnosticsStatusNotification Uploaded",
    ]
    [(location, name, content)] = shelf.uploaded
    assert (location, name) == (LOCATION, answer["fileName"])
    assert json.loads(content)["configuration"]["HeartbeatInterval"] == "300"
    assert b"00112233445566778899aabbccddeeff" not in content


async def test_a_failed_upload_is_spelled_as_each_message_spells_it(
    cp: ChargePoint, central: Central, shelf: Shelf
) -> None:
    shelf.failures = 2
    await central.command("GetDiagnostics", location=LOCATION)
    await central.told_of("DiagnosticsStatusNotification UploadFailed")
    await central.command("GetLog", **get_log())
    await central.told_of("LogStatusNotification UploadFailure")


async def test_an_upload_is_tried_again_as_often_as_asked(
    cp: ChargePoint, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    shelf.failures = 1
    await central.command("GetDiagnostics", location=LOCATION, retries=1, retryInterval=10)
    await central.heard("DiagnosticsStatusNotification")
    await settled()
    await clock.advance(10)
    await central.told_of("DiagnosticsStatusNotification Uploaded")


async def test_the_security_log_holds_the_security_events(
    cp: ChargePoint, central: Central, shelf: Shelf
) -> None:
    await cp.security_event("TamperDetectionActivated", "door")
    answer = await central.command("GetLog", **get_log(7))
    assert answer["status"] == "Accepted"
    await central.told_of("LogStatusNotification Uploaded")
    [(_, name, content)] = shelf.uploaded
    assert name == answer["filename"]
    assert content == b"2026-11-22T12:00:00.000Z TamperDetectionActivated door\n"
    assert {one["requestId"] for one in central.said("LogStatusNotification")} == {7}


async def test_a_diagnostics_log_can_be_asked_for_by_get_log(
    cp: ChargePoint, central: Central, shelf: Shelf
) -> None:
    await central.command("GetLog", **get_log(kind="DiagnosticsLog"))
    await central.told_of("LogStatusNotification Uploaded")
    assert json.loads(shelf.uploaded[0][2])["identity"] == "CP1"


async def test_a_second_request_cancels_the_first(
    cp: ChargePoint, central: Central, shelf: Shelf, clock: SteppedClock
) -> None:
    shelf.failures = 1
    await central.command("GetLog", **get_log(1, retries=1, retryInterval=60))
    await central.heard("LogStatusNotification")
    await settled()
    answer = await central.command("GetLog", **get_log(2))
    assert answer["status"] == "AcceptedCanceled"
    await central.told_of("LogStatusNotification Uploaded")
    await clock.advance(60)
    await settled()
    requests = [one["requestId"] for one in central.said("LogStatusNotification")]
    assert requests == [1, 2, 2]
