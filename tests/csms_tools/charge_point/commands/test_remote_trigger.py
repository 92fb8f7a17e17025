import pytest

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.shelf import Shelf

UPDATE = {"location": "http://127.0.0.1/none", "retrieveDate": "2026-11-22T12:00:00Z"}
LOG = {
    "logType": "SecurityLog",
    "requestId": 7,
    "log": {"remoteLocation": "http://127.0.0.1/"},
    "retries": 1,
}


@pytest.fixture
async def cp(make: Make) -> ChargePoint:
    shelf = Shelf()
    shelf.failures = 1
    cp = make(Settings(connectors=2), registered=True, files=shelf)
    await cp.connect()
    return cp


async def trigger(central: Central, message: str, connector: int | None = None) -> str:
    return await _trigger(central, "TriggerMessage", message, connector)


async def extended(central: Central, message: str, connector: int | None = None) -> str:
    return await _trigger(central, "ExtendedTriggerMessage", message, connector)


async def _trigger(central: Central, action: str, message: str, connector: int | None) -> str:
    members = {} if connector is None else {"connectorId": connector}
    answer = await central.command(action, requestedMessage=message, **members)
    await settled()
    return str(answer["status"])


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Heartbeat", ["Heartbeat"]),
        ("DiagnosticsStatusNotification", ["DiagnosticsStatusNotification Idle"]),
        ("FirmwareStatusNotification", ["FirmwareStatusNotification Idle"]),
        ("MeterValues", ["MeterValues 0", "MeterValues 1", "MeterValues 2"]),
        (
            "StatusNotification",
            [f"StatusNotification {connector} Available" for connector in range(3)],
        ),
    ],
)
async def test_what_was_triggered_follows_the_answer(
    cp: ChargePoint, central: Central, message: str, told: list[str]
) -> None:
    assert await trigger(central, message) == "Accepted"
    assert central.told == told


async def test_one_connector_can_be_meant(cp: ChargePoint, central: Central) -> None:
    await trigger(central, "StatusNotification", 2)
    await trigger(central, "MeterValues", 1)
    assert central.told == ["StatusNotification 2 Available", "MeterValues 1"]
    [values] = central.said("MeterValues")
    sampled = values["meterValue"][0]["sampledValue"]
    assert {value["context"] for value in sampled} == {"Trigger"}


async def test_meter_values_of_a_transaction_name_it(cp: ChargePoint, central: Central) -> None:
    await cp.start_transaction(1, "TAG1")
    await trigger(central, "MeterValues", 1)
    assert central.said("MeterValues")[0]["transactionId"] == 1


@pytest.mark.parametrize("message", ["MeterValues", "StatusNotification"])
async def test_an_unknown_connector_is_rejected(
    cp: ChargePoint, central: Central, message: str
) -> None:
    assert await trigger(central, message, 3) == "Rejected"
    assert await extended(central, message, 3) == "Rejected"
    assert central.actions == []


async def test_who_is_accepted_does_not_boot_when_told_to(
    cp: ChargePoint, central: Central
) -> None:
    assert await trigger(central, "BootNotification") == "Rejected"


async def test_who_is_pending_boots_when_told_to(make: Make, central: Central) -> None:
    cp = make()
    await cp.connect()
    assert await extended(central, "BootNotification") == "Accepted"
    assert central.actions == ["BootNotification"]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Heartbeat", "Heartbeat"),
        ("FirmwareStatusNotification", "SignedFirmwareStatusNotification Idle"),
        ("LogStatusNotification", "LogStatusNotification Idle"),
        ("SignChargePointCertificate", "SignCertificate"),
    ],
)
async def test_the_extended_trigger_has_messages_of_its_own(
    cp: ChargePoint, central: Central, message: str, told: str
) -> None:
    assert await extended(central, message) == "Accepted"
    await central.told_of(told)


async def test_a_running_upload_is_told(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await central.command("GetLog", **LOG)
    await central.heard("LogStatusNotification")
    await extended(central, "LogStatusNotification")
    assert central.said("LogStatusNotification")[-1] == {"status": "Uploading", "requestId": 7}
    await clock.advance(60)
    await central.told_of("LogStatusNotification Uploaded")
    await extended(central, "LogStatusNotification")
    assert central.told[-1] == "LogStatusNotification Idle"


async def test_a_running_download_is_told_and_an_old_one_is_not(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    await central.command("UpdateFirmware", retries=1, **UPDATE)
    await central.heard("FirmwareStatusNotification")
    await trigger(central, "FirmwareStatusNotification")
    assert central.told[-1] == "FirmwareStatusNotification Downloading"
    await extended(central, "FirmwareStatusNotification")
    assert central.told[-1] == "SignedFirmwareStatusNotification Idle"
    await clock.advance(60)
    await central.told_of("FirmwareStatusNotification DownloadFailed")
    await trigger(central, "FirmwareStatusNotification")
    assert central.told[-1] == "FirmwareStatusNotification Idle"
