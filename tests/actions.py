"""The 14 actions of charge points, as the template's routes name them, and what they say by them.

And the models of all messages, those of our 26 commands too.
"""

import re
from importlib import import_module
from types import ModuleType
from typing import Any

from csms.wire.ocpp16 import Request, Response
from tests.support import RESOURCES

ACTIONS = sorted(
    route
    for route in RESOURCES["ChargePointApi"]["Properties"]["Routes"]
    if not route.startswith("$")
)

AT_NOON = "2026-06-01T12:00:00Z"
CSR = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n"

PAYLOADS: dict[str, dict[str, Any]] = {
    "Authorize": {"idTag": "CARD-1"},
    "BootNotification": {"chargePointVendor": "Vendor", "chargePointModel": "Model"},
    "DataTransfer": {"vendorId": "com.example"},
    "DiagnosticsStatusNotification": {"status": "Uploading"},
    "FirmwareStatusNotification": {"status": "Downloading"},
    "Heartbeat": {},
    "LogStatusNotification": {"status": "Uploaded", "requestId": 3},
    "MeterValues": {
        "connectorId": 1,
        "meterValue": [{"timestamp": AT_NOON, "sampledValue": [{"value": "4300"}]}],
    },
    "SecurityEventNotification": {"type": "FirmwareUpdated", "timestamp": AT_NOON},
    "SignCertificate": {"csr": CSR},
    "SignedFirmwareStatusNotification": {"status": "SignatureVerified", "requestId": 4},
    "StartTransaction": {
        "connectorId": 1,
        "idTag": "CARD-1",
        "meterStart": 4200,
        "timestamp": AT_NOON,
    },
    "StatusNotification": {"connectorId": 1, "errorCode": "NoError", "status": "Available"},
    "StopTransaction": {"transactionId": 7, "meterStop": 5200, "timestamp": AT_NOON},
}


def module_name(action: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()


def request_model(action: str, package: str = "inbound") -> type[Request]:
    model: type[Request] = getattr(_module(action, package), action)
    return model


def response_model(action: str, package: str = "inbound") -> type[Response]:
    model: type[Response] = getattr(_module(action, package), f"{action}Response")
    return model


def _module(action: str, package: str) -> ModuleType:
    return import_module(f"{package}.{module_name(action)}")
