"""Each of the 14 actions over a real socket, and that what was answered is in the store."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from csms.store import transactions
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.wire.ocpp16 import spell_time
from tests.conversations.running import Line
from tests.stored import readings_of_month, reports_of


def now() -> str:
    return spell_time(datetime.now(UTC))


def known(charge_point_id: str) -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    assert charge_point
    return charge_point


async def test_a_charge_point_boots(line: Line, charge_point_id: str) -> None:
    boot = {"chargePointVendor": "Vendor", "chargePointModel": "Model", "firmwareVersion": "1.2"}
    answer = await line.call("BootNotification", boot)
    assert answer["status"] == "Accepted"
    assert 270 <= answer["interval"] <= 300
    assert known(charge_point_id).boot == boot


async def test_it_beats_and_learns_the_time(line: Line, charge_point_id: str) -> None:
    answer = await line.call("Heartbeat", {})
    told = datetime.fromisoformat(answer["currentTime"])
    assert abs((datetime.now(UTC) - told).total_seconds()) < 10
    assert known(charge_point_id).last_seen_at == told


async def test_a_tag_is_authorized(line: Line) -> None:
    assert await line.call("Authorize", {"idTag": "card-1"}) == {
        "idTagInfo": {"status": "Accepted"}
    }
    assert await line.call("Authorize", {"idTag": "STRANGER"}) == {
        "idTagInfo": {"status": "Invalid"}
    }


async def test_a_connector_reports_its_status(line: Line, charge_point_id: str) -> None:
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Preparing", "timestamp": now()}
    assert await line.call("StatusNotification", status) == {}
    assert known(charge_point_id).connectors.as_dict()["1"]["status"] == "Preparing"


async def test_a_whole_session_is_in_the_store(line: Line, charge_point_id: str) -> None:
    begun = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 1000, "timestamp": now()}
    number = (await line.call("StartTransaction", begun))["transactionId"]
    sampled = {
        "connectorId": 1,
        "transactionId": number,
        "meterValue": [{"timestamp": now(), "sampledValue": [{"value": "1500.5"}]}],
    }
    assert await line.call("MeterValues", sampled) == {}
    running = transactions.find(charge_point_id, number)
    assert running
    assert running.energy == Decimal("500.5")
    ended = {"transactionId": number, "meterStop": 3000, "timestamp": now(), "idTag": "CARD-1"}
    assert await line.call("StopTransaction", ended) == {"idTagInfo": {"status": "Accepted"}}
    stopped = transactions.find(charge_point_id, number)
    assert stopped
    assert stopped.energy == 2000
    assert stopped.stop_reason == "Local"
    (reading,) = readings_of_month(charge_point_id, datetime.now(UTC))
    assert reading.samples[0]["value"] == Decimal("1500.5")


async def test_a_vendors_data_is_not_taken(line: Line) -> None:
    answer = await line.call("DataTransfer", {"vendorId": "somebody"})
    assert answer == {"status": "UnknownVendorId"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("DiagnosticsStatusNotification", {"status": "Idle"}),
        ("FirmwareStatusNotification", {"status": "Downloading"}),
        ("LogStatusNotification", {"status": "Uploading", "requestId": 5}),
        ("SignedFirmwareStatusNotification", {"status": "Installed", "requestId": 5}),
        (
            "SecurityEventNotification",
            {"type": "StartupOfTheDevice", "timestamp": "2026-06-01T12:00:00.000Z"},
        ),
    ],
)
async def test_what_it_reports_is_kept(
    action: str, payload: dict[str, object], line: Line, charge_point_id: str
) -> None:
    assert await line.call(action, payload) == {}
    (report,) = reports_of(charge_point_id, action)
    assert report.payload == payload


async def test_a_request_for_a_certificate_is_kept(line: Line, charge_point_id: str) -> None:
    csr = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n"
    assert await line.call("SignCertificate", {"csr": csr}) == {"status": "Accepted"}
    (report,) = reports_of(charge_point_id, "SignCertificate")
    assert report.payload == {"csr": csr}


async def test_calls_that_cross_are_all_answered(line: Line) -> None:
    for unique_id in map(str, range(20)):
        await line.send(2, unique_id, "Heartbeat", {})
    answers = [await line.receive() for _ in range(20)]
    assert sorted(int(answer[1]) for answer in answers) == list(range(20))
    assert await line.silent()
