"""A store that has some of everything, told by charge points and operators themselves."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any

from moto.backends import get_backend

from api.campaigns.resource import found_or_problem
from csms.digests import digest
from csms.pki.roots import described
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import inbox, problems, signing_requests, uploads
from csms.store.reported.uploads import Upload
from csms.store.table import perform
from tests.actions import CSR
from tests.api.support import Answered, ask
from tests.conftest import Says
from tests.csms.command_steps import answer, connected
from tests.inbound.support import begun, stop
from tests.roots import ROOT
from tests.stored import orphans_of, provision, provision_id_tag
from tests.support import NOON
from workflows.look_at_campaign import look

CP, STRANGER, CARD, TEMPLATE = "CP1", "CP7", "CARD-1", "standard"
PROFILE = {
    "connectorId": 1,
    "csChargingProfiles": {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
        },
    },
}
RESERVATION = {
    "connectorId": 1,
    "reservationId": 1,
    "idTag": CARD,
    "expiryDate": "2026-06-01T13:00:00Z",
}
HASHES = [
    {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": "9e1b2c",
        "issuerKeyHash": "4f5a6b",
        "serialNumber": number,
    }
    for number in ("3c01", "3c02")
]
CONFIGURED = [
    {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
    {"key": "MeterValueSampleInterval", "readonly": False, "value": "60"},
    {"key": "LocalAuthListEnabled", "readonly": False, "value": "true"},
]
TEMPLATE_BODY = {"vendor": "Vendor", "model": "Model", "values": {"HeartbeatInterval": "300"}}

UPDATE = {
    "location": "https://downloads.example/firmware-1.2.4.bin",
    "retrieveDate": "2026-06-01T22:00:00Z",
}

CAMPAIGN = {
    "name": "spring",
    "firmware": {"location": UPDATE["location"]},
    "targets": {"chargePointIds": [CP, "CP2"]},
    "phases": [{"count": 1}],
}

ANSWERED: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "GetConfiguration": ({}, {"configurationKey": CONFIGURED, "unknownKey": ["LightIntensity"]}),
    "SetChargingProfile": (PROFILE, {"status": "Accepted"}),
    "ReserveNow": (RESERVATION, {"status": "Accepted"}),
    "SendLocalList": (
        {"listVersion": 1, "updateType": "Full", "localAuthorizationList": []},
        {"status": "Accepted"},
    ),
    "InstallCertificate": (
        {"certificateType": "CentralSystemRootCertificate", "certificate": ROOT},
        {"status": "Accepted"},
    ),
    "GetInstalledCertificateIds": (
        {"certificateType": "CentralSystemRootCertificate"},
        {"status": "Accepted", "certificateHashData": HASHES},
    ),
    "GetDiagnostics": ({"location": "https://uploads.example/CP1/"}, {"fileName": "CP1.zip"}),
    "ChangeAvailability": ({"connectorId": 1, "type": "Operative"}, {"status": "Accepted"}),
    "TriggerMessage": ({"requestedMessage": "Heartbeat"}, {"status": "Accepted"}),
}


class Clock:
    """Nobody answers here, so that waiting is a waste of time."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Kept:
    """The store as it was populated first, for it takes a while."""

    def __init__(self) -> None:
        self._there: dict[str, object] = {}
        self._tables: dict[str, Any] = {}

    def populated(self, says: Says) -> dict[str, object]:
        tables = get_backend("dynamodb")["123456789012"]["eu-west-1"].tables
        if self._there:
            for name, items in self._tables.items():
                tables[name].items = deepcopy(items)
        else:
            self._there = populated(says)
            self._tables = {name: deepcopy(table.items) for name, table in tables.items()}
        return self._there


def populated(says: Says) -> dict[str, object]:
    """CP1 is connected; returns what parameters may be there."""
    provision(CP, security_profile=0, serial_number="SN-0001")
    connected()
    for tag in (CARD, "04E2B1A2C35880"):
        provision_id_tag(tag)
    says("BootNotification", {"chargePointVendor": "Vendor", "chargePointModel": "Model"})
    says("StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"})
    says("StatusNotification", {"connectorId": 2, "errorCode": "Error", "status": "Available"})
    says("FirmwareStatusNotification", {"status": "Installed"})
    says("SecurityEventNotification", {"type": "Tampered", "timestamp": "2026-06-01T11:00:00Z"})
    says("SignCertificate", {"csr": CSR})
    for action, (payload, response) in ANSWERED.items():
        _commanded(action, payload, response)
    ended = begun(says, timestamp="2026-06-01T10:00:00Z")
    says("StopTransaction", stop(ended, timestamp="2026-06-01T11:00:00Z"))
    running = begun(says, connectorId=2, unique_id="second")
    says("MeterValues", _meter_values(running))
    says("StopTransaction", stop(4711), unique_id="unknown")
    for _ in range(problems.ONCE_IS_NONE):
        problems.came(CP, problems.FRAME_TOO_LARGE, NOON)
    inbox.knocked(STRANGER, NOON, source_ip="203.0.113.9", certificate_subject=None)
    _asked("PUT", f"/configuration-templates/{TEMPLATE}", TEMPLATE_BODY)
    waits = {"queueUntil": "2026-06-01T13:00:00Z"}
    _, queued = (
        _asked("POST", f"/charge-points/{CP}/commands/Reset", {"type": "Soft"}, query=waits)
        for _ in range(2)
    )
    elsewhere = {"name": "x1.bin", "location": "https://files.example/x1.bin"}
    image = _asked("POST", "/firmware-images", elsewhere)
    updating = _asked("POST", f"/charge-points/{CP}/firmware-updates", UPDATE, query=waits)
    campaign = _asked("POST", "/campaigns", CAMPAIGN).json["campaignId"]
    look(found_or_problem(campaign), NOON)
    (orphan,) = orphans_of(CP)
    return {
        "campaignId": campaign,
        "certificate": digest(ROOT),
        "chargePointId": CP,
        "commandId": queued.json["commandId"],
        "connectorId": 1,
        "digest": orphan.sk.removeprefix("STOP#"),
        "fileId": _brought(queued.json["commandId"]),
        "idTag": CARD,
        "imageId": image.json["imageId"],
        "identity": STRANGER,
        "key": "HeartbeatInterval",
        "name": TEMPLATE,
        "problem": problems.FRAME_TOO_LARGE,
        "requestId": signing_requests.id_of(CSR),
        "reservationId": RESERVATION["reservationId"],
        "sha256": _recorded(),
        "template": TEMPLATE,
        "hashAlgorithm": "SHA512",
        "issuerKeyHash": "12EF",
        "issuerNameHash": "ABcd",
        "serialNumber": "0F",
        "rootSha256": described(ROOT).sha256,  # type: ignore[union-attr]
        "transactionId": running,
        "transactionId of an ended one": ended,
        "updateId": updating.json["updateId"],
    }


def _recorded() -> str:
    """A client certificate; its SHA-256."""
    certificate = ClientCertificate.of(CP, "ab" * 32)
    certificate.subject, certificate.issuer = "CN=SN-1,O=Acme", "CN=Acme"
    certificate.serial_number, certificate.source = "1f", "SignCertificate"
    certificate.issued_at = certificate.not_before = NOON
    certificate.not_after, certificate.pem = NOON + timedelta(days=365), ROOT
    perform(issued_certificates.issued(certificate, NOON + timedelta(days=335)))
    return certificate.sha256


def _brought(command_id: str) -> str:
    upload = Upload.of(CP, command_id, "log.txt")
    upload.command_id, upload.name, upload.size = command_id, "log.txt", 3
    upload.arrived_at, upload.expires_at = NOON, NOON + timedelta(days=30)
    uploads.note(upload)
    return f"{command_id}-log.txt"


def _commanded(action: str, payload: dict[str, Any], response: dict[str, Any]) -> None:
    sent = _asked("POST", f"/charge-points/{CP}/commands/{action}", payload)
    answer(sent.json["commandId"], response)


def _asked(method: str, path: str, body: object, **asked: Any) -> Answered:
    answered = ask(method, path, body=body, **asked)
    assert answered.status < 300, answered.text
    return answered


def _meter_values(running: int) -> dict[str, Any]:
    sampled = [{"value": "4300"}]
    values = [{"timestamp": "2026-06-01T12:01:00Z", "sampledValue": sampled}]
    return {"connectorId": 2, "transactionId": running, "meterValue": values}
