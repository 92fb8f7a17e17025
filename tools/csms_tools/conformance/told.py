"""What no schema says: feature profiles, where operators find what came, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

CHARGE_POINT = "/charge-points/{chargePointId}"
MESSAGES = f"{CHARGE_POINT}/messages"
TRANSACTION = f"{CHARGE_POINT}/transactions/{{transactionId}}"
FRAME = "items.frame"
JOBS = f"{CHARGE_POINT}/jobs"

PROFILES: dict[str, tuple[str, ...]] = {
    "core": (
        *("Authorize", "BootNotification", "ChangeAvailability", "ChangeConfiguration"),
        *("ClearCache", "DataTransfer", "GetConfiguration", "Heartbeat", "MeterValues"),
        *("RemoteStartTransaction", "RemoteStopTransaction", "Reset", "StartTransaction"),
        *("StatusNotification", "StopTransaction", "UnlockConnector"),
    ),
    "firmware": (
        *("DiagnosticsStatusNotification", "FirmwareStatusNotification", "GetDiagnostics"),
        "UpdateFirmware",
    ),
    "lists": ("GetLocalListVersion", "SendLocalList"),
    "reservation": ("CancelReservation", "ReserveNow"),
    "smart": ("ClearChargingProfile", "GetCompositeSchedule", "SetChargingProfile"),
    "trigger": ("TriggerMessage",),
    "security": (
        *("CertificateSigned", "DeleteCertificate", "ExtendedTriggerMessage"),
        *("GetInstalledCertificateIds", "GetLog", "InstallCertificate", "LogStatusNotification"),
        *("SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification"),
        "SignedUpdateFirmware",
    ),
}
"""By the marks of the page; the assignment of §3.2 of the errata, and the whitepaper's own."""


@dataclass(frozen=True)
class Told:
    """`fields`: of the message, by their places, each with the attribute of the answer to a GET."""

    path: str
    fields: Mapping[str, str]


def _same(names: str, within: str = "") -> dict[str, str]:
    return {name: f"{within}.{name}".removeprefix(".") for name in names.split()}


def _samples(place: str) -> dict[str, str]:
    names = ["value", "context", "format", "measurand", "phase", "location", "unit"]
    fields = {f"{place}.sampledValue.{name}": f"items.samples.{name}" for name in names}
    return {f"{place}.timestamp": "items.samples.at"} | fields


def _in_statuses(action: str) -> Told:
    return Told(CHARGE_POINT, {"status": f"statuses.{action}.status"})


def _in_the_log(names: str) -> Told:
    return Told(MESSAGES, dict.fromkeys(names.split(), FRAME))


RECEIVED: dict[str, tuple[Told, ...]] = {
    "Authorize": (_in_the_log("idTag"),),
    "BootNotification": (
        Told(
            CHARGE_POINT,
            _same(
                "chargePointVendor chargePointModel chargePointSerialNumber chargeBoxSerialNumber"
                " firmwareVersion iccid imsi meterType meterSerialNumber",
                "boot",
            ),
        ),
    ),
    "DataTransfer": (_in_the_log("vendorId messageId data"),),
    "DiagnosticsStatusNotification": (_in_statuses("DiagnosticsStatusNotification"),),
    "FirmwareStatusNotification": (_in_statuses("FirmwareStatusNotification"),),
    "Heartbeat": (),
    "LogStatusNotification": (
        _in_statuses("LogStatusNotification"),
        Told(JOBS, {"requestId": "items.requestId"}),
    ),
    "MeterValues": (
        Told(
            f"{CHARGE_POINT}/meter-values",
            _same("connectorId transactionId", "items") | _samples("meterValue"),
        ),
    ),
    "SecurityEventNotification": (
        Told(
            f"{CHARGE_POINT}/security-events",
            _same("type techInfo", "items") | {"timestamp": "items.at"},
        ),
    ),
    "SignCertificate": (Told(f"{CHARGE_POINT}/certificate-requests", _same("csr", "items")),),
    "SignedFirmwareStatusNotification": (
        _in_statuses("SignedFirmwareStatusNotification"),
        Told(f"{CHARGE_POINT}/firmware-updates", {"requestId": "items.requestId"}),
    ),
    "StartTransaction": (
        Told(
            TRANSACTION,
            _same("connectorId idTag meterStart reservationId") | {"timestamp": "startedAt"},
        ),
    ),
    "StatusNotification": (
        Told(
            f"{CHARGE_POINT}/connectors/{{connectorId}}",
            _same("connectorId errorCode info status timestamp vendorId vendorErrorCode"),
        ),
    ),
    "StopTransaction": (
        Told(
            TRANSACTION,
            _same("meterStop transactionId")
            | {"idTag": "stopIdTag", "reason": "stopReason", "timestamp": "stoppedAt"},
        ),
        Told(f"{TRANSACTION}/meter-values", _samples("transactionData")),
    ),
}

ANSWERED: dict[str, str] = {
    "CertificateSigned": f"{CHARGE_POINT}/client-certificates",
    "ChangeAvailability": f"{CHARGE_POINT}/connectors",
    "ChangeConfiguration": f"{CHARGE_POINT}/configuration",
    "ClearChargingProfile": f"{CHARGE_POINT}/charging-profiles",
    "CancelReservation": f"{CHARGE_POINT}/reservations",
    "DeleteCertificate": f"{CHARGE_POINT}/certificates",
    "GetConfiguration": f"{CHARGE_POINT}/configuration",
    "GetDiagnostics": JOBS,
    "GetInstalledCertificateIds": f"{CHARGE_POINT}/certificates",
    "GetLocalListVersion": f"{CHARGE_POINT}/local-list",
    "GetLog": JOBS,
    "InstallCertificate": f"{CHARGE_POINT}/certificates",
    "ReserveNow": f"{CHARGE_POINT}/reservations",
    "SendLocalList": f"{CHARGE_POINT}/local-list",
    "SetChargingProfile": f"{CHARGE_POINT}/charging-profiles",
    "SignedUpdateFirmware": f"{CHARGE_POINT}/firmware-updates",
    "UpdateFirmware": f"{CHARGE_POINT}/firmware-updates",
}
"""Where else than with the command its effect is seen."""

_CONNECTOR = "a connector that is not there"
_PROTOCOL = "a protocol that SupportedFileTransferProtocols lacks"
_BOOT = "BootNotification of one that is Accepted"
_TAG = "a tag that is not Accepted"

REFUSED: dict[str, str] = {
    "CancelReservation": "no such reservation is open",
    "CertificateSigned": "longer than CertificateSignedMaxChainSize",
    "ChangeAvailability": _CONNECTOR,
    "ChangeConfiguration": "a key that is read-only or not there; an unfit AuthorizationKey or "
    "SecurityProfile (below)",
    "ClearChargingProfile": "`id` and other criteria together",
    "DeleteCertificate": "the last CentralSystemRootCertificate",
    "ExtendedTriggerMessage": f"connector 0; {_CONNECTOR}; {_BOOT}",
    "GetCompositeSchedule": f"{_CONNECTOR}; a unit that ChargingScheduleAllowedChargingRateUnit "
    "lacks",
    "GetConfiguration": "more keys than GetConfigurationMaxKeys",
    "GetDiagnostics": _PROTOCOL,
    "GetLog": _PROTOCOL,
    "InstallCertificate": "not self-signed; with AdditionalRootCertificateCheck, not signed by the "
    "root that is there",
    "RemoteStartTransaction": f"{_TAG}; connector 0; {_CONNECTOR}; a profile that is no TxProfile "
    "or has a transactionId",
    "RemoteStopTransaction": "no such transaction runs",
    "ReserveNow": f"an expiryDate that is over; {_TAG}; {_CONNECTOR}; connector 0, where "
    "ReserveConnectorZeroSupported is false",
    "SendLocalList": "a version that is not higher; a tag twice; a full list's entry without "
    "idTagInfo; more than SendLocalListMaxLength or LocalAuthListMaxLength",
    "SetChargingProfile": f"{_CONNECTOR}; what its kind forbids; periods that do not ascend "
    "from 0; more than ChargeProfileMaxStackLevel or "
    "ChargingScheduleMaxPeriods; a unit that is not allowed; a purpose that is not for that "
    "connector; a TxProfile without its running transaction",
    "SignedUpdateFirmware": _PROTOCOL,
    "TriggerMessage": f"{_CONNECTOR}; {_BOOT}",
    "UnlockConnector": f"connector 0; {_CONNECTOR}",
    "UpdateFirmware": _PROTOCOL,
}
"""What is a 409 unless it is forced, as things are known."""
