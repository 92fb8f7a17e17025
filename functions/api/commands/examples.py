"""One payload a command, as the API's description shows it."""

from typing import Any

_ROOT = "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n"
_PERIODS = [{"startPeriod": 0, "limit": 16.0}, {"startPeriod": 3600, "limit": 6.0}]
_SCHEDULE = {"duration": 7200, "chargingRateUnit": "A", "chargingSchedulePeriod": _PERIODS}

EXAMPLES: dict[str, dict[str, Any]] = {
    "CancelReservation": {"reservationId": 1},
    "CertificateSigned": {"certificateChain": _ROOT},
    "ChangeAvailability": {"connectorId": 1, "type": "Inoperative"},
    "ChangeConfiguration": {"key": "MeterValueSampleInterval", "value": "60"},
    "ClearCache": {},
    "ClearChargingProfile": {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile"},
    "DataTransfer": {"vendorId": "com.example", "messageId": "Light", "data": "on"},
    "DeleteCertificate": {
        "certificateHashData": {
            "hashAlgorithm": "SHA256",
            "issuerNameHash": "9e1b2c",
            "issuerKeyHash": "4f5a6b",
            "serialNumber": "3c01",
        }
    },
    "ExtendedTriggerMessage": {"requestedMessage": "SignChargePointCertificate"},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 3600, "chargingRateUnit": "A"},
    "GetConfiguration": {"key": ["HeartbeatInterval", "MeterValueSampleInterval"]},
    "GetDiagnostics": {"location": "https://uploads.example/CP1/"},
    "GetInstalledCertificateIds": {"certificateType": "CentralSystemRootCertificate"},
    "GetLocalListVersion": {},
    "GetLog": {
        "logType": "SecurityLog",
        "log": {"remoteLocation": "https://uploads.example/CP1/"},
    },
    "InstallCertificate": {
        "certificateType": "CentralSystemRootCertificate",
        "certificate": _ROOT,
    },
    "RemoteStartTransaction": {"connectorId": 1, "idTag": "CARD-1"},
    "RemoteStopTransaction": {"transactionId": 1189349732},
    "ReserveNow": {
        "connectorId": 1,
        "expiryDate": "2026-06-01T13:00:00Z",
        "idTag": "CARD-1",
    },
    "Reset": {"type": "Soft"},
    "SendLocalList": {
        "updateType": "Full",
        "localAuthorizationList": [{"idTag": "CARD-1", "idTagInfo": {"status": "Accepted"}}],
    },
    "SetChargingProfile": {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Relative",
            "chargingSchedule": _SCHEDULE,
        },
    },
    "SignedUpdateFirmware": {
        "firmware": {
            "location": "https://downloads.example/firmware-1.2.4.bin",
            "retrieveDateTime": "2026-06-01T22:00:00Z",
            "signingCertificate": _ROOT,
            "signature": "MEUCIQDx…",
        }
    },
    "TriggerMessage": {"requestedMessage": "MeterValues", "connectorId": 1},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {
        "location": "https://downloads.example/firmware-1.2.4.bin",
        "retrieveDate": "2026-06-01T22:00:00Z",
    },
}
