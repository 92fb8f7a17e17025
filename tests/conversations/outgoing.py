"""One payload for each of the 26 commands, and what a charge point may say to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from csms.wire.ocpp16 import spell_time
from tests import roots
from tests.conversations.operators import Operators
from tests.conversations.strict import ChargePoint, accepts, says
from tests.test_schemas import official, resolved

Payload = dict[str, Any]
Said = tuple[str, Payload, Payload]  # an action, its payload, the answer

PEM = roots.ROOT.replace("\n", "\r\n", 1)
TOMORROW = spell_time(datetime.now(UTC) + timedelta(days=1))
ROOT = "CentralSystemRootCertificate"
HASHES: list[Payload] = [
    {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": f"{number}a" * 32,
        "issuerKeyHash": f"{number}B" * 32,
        "serialNumber": f"3c0{number}",
    }
    for number in (1, 2)
]
SCHEDULE = {
    "duration": 7200,
    "chargingRateUnit": "A",
    "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.1}, {"startPeriod": 60, "limit": 16}],
}
PROFILE = {
    "chargingProfileId": 8,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": SCHEDULE,
}
LOCATION = "https://files.example/a/b%20c?d=ü"

PAYLOADS: dict[str, Payload] = {
    "CancelReservation": {"reservationId": 7},
    "CertificateSigned": {"certificateChain": PEM * 2},
    "ChangeAvailability": {"connectorId": 1, "type": "Inoperative"},
    "ChangeConfiguration": {"key": "meterValueSampleInterval", "value": "060"},
    "ClearCache": {},
    "ClearChargingProfile": {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile"},
    "DataTransfer": {"vendorId": "com.example", "messageId": "ü", "data": '{"a": 1.50}'},
    "DeleteCertificate": {"certificateHashData": HASHES[0]},
    "ExtendedTriggerMessage": {"requestedMessage": "SignChargePointCertificate"},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 3600, "chargingRateUnit": "A"},
    "GetConfiguration": {"key": ["HeartbeatInterval", "Nonsense"]},
    "GetDiagnostics": {
        "location": LOCATION,
        "retries": 3,
        "startTime": "2026-06-01T10:00:00+02:00",
    },
    "GetInstalledCertificateIds": {"certificateType": ROOT},
    "GetLocalListVersion": {},
    "GetLog": {
        "log": {"remoteLocation": LOCATION, "oldestTimestamp": "2026-06-01T08:00:00.5Z"},
        "logType": "SecurityLog",
        "requestId": 12,
    },
    "InstallCertificate": {"certificateType": ROOT, "certificate": PEM},
    "RemoteStartTransaction": {"connectorId": 1, "idTag": "card-1"},
    "RemoteStopTransaction": {"transactionId": 4711},
    "ReserveNow": {
        "connectorId": 1,
        "expiryDate": TOMORROW,
        "idTag": "CARD-1",
        "reservationId": 7,
    },
    "Reset": {"type": "Hard"},
    "SendLocalList": {
        "listVersion": 3,
        "localAuthorizationList": [{"idTag": "Card-1", "idTagInfo": {"status": "Accepted"}}],
        "updateType": "Full",
    },
    "SetChargingProfile": {"connectorId": 1, "csChargingProfiles": PROFILE},
    "SignedUpdateFirmware": {
        "retries": 0,
        "requestId": 13,
        "firmware": {
            "location": LOCATION,
            "retrieveDateTime": "2026-06-01T22:00:00Z",
            "signingCertificate": PEM,
            "signature": "MEUCIQDx+/=",
        },
    },
    "TriggerMessage": {"requestedMessage": "MeterValues", "connectorId": 1},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": LOCATION, "retrieveDate": "2026-06-01T22:00:00Z"},
}

# where an answer is more than its status
ANSWERS: dict[str, Payload] = {
    "DataTransfer": {"data": "ü"},
    "GetCompositeSchedule": {
        "connectorId": 1,
        "scheduleStart": "2026-06-01T08:00:00Z",
        "chargingSchedule": SCHEDULE,
    },
    "GetConfiguration": {
        "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
        "unknownKey": ["Nonsense"],
    },
    "GetDiagnostics": {"fileName": "diagnostics.zip"},
    "GetInstalledCertificateIds": {"certificateHashData": HASHES},
    "GetLocalListVersion": {"listVersion": 9},
    "GetLog": {"filename": "security.log"},
}

# what has to be there first, for the command to make sense
BEFORE: dict[str, Said] = {
    "CancelReservation": ("ReserveNow", PAYLOADS["ReserveNow"], {"status": "Accepted"}),
    "ClearChargingProfile": (
        "SetChargingProfile",
        PAYLOADS["SetChargingProfile"],
        {"status": "Accepted"},
    ),
    "DeleteCertificate": (
        "GetInstalledCertificateIds",
        PAYLOADS["GetInstalledCertificateIds"],
        {"status": "Accepted", "certificateHashData": HASHES},
    ),
}

# there is no transaction here
FORCED = {"RemoteStopTransaction"}


def answers(action: str) -> Iterator[Payload]:
    """An answer for each status that the official schema allows."""
    schema = official(f"{action}Response")
    more = ANSWERS.get(action, {})
    if "status" not in schema.get("properties", {}):
        yield more
        return
    for status in resolved(schema["properties"]["status"], schema)["enum"]:
        yield {"status": status, **(more if status == "Accepted" else {})}


def malformed(action: str) -> Payload:
    """An answer that lacks what it cannot do without; nothing, if there is no such member."""
    schema = official(f"{action}Response")
    return {name: [[]] for name in schema.get("required", [])}


async def prepared(operators: Operators, charge_point: ChargePoint, action: str) -> Payload:
    """Make sense of the command; the query that it then needs."""
    if action in BEFORE:
        first, payload, answer = BEFORE[action]
        charge_point.reply = says(answer)
        assert (await operators.send(charge_point.id, first, payload))["status"] == "Answered"
    return {"force": "true"} if action in FORCED else {}


async def goes_on(operators: Operators, charge_point: ChargePoint) -> None:
    """Whatever was before, the next command is sent and answered."""
    charge_point.reply = accepts
    assert (await operators.send(charge_point.id, "ClearCache"))["status"] == "Answered"
