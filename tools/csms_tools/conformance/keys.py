"""The standard configuration keys, and what the CSMS does by each."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from csms_tools.conformance.messages import ROOT, link

SHIPPED = ("functions", "layers/csms/csms")
READS = {"number", "entry"}  # of what is known of a charge point's configuration


@dataclass(frozen=True)
class Key:
    """`required`: of a charge point that supports the profile; `use`: beside asking and setting."""

    name: str
    type: str
    access: str
    required: bool
    use: str = ""


def _optional(name: str, type_: str, access: str, use: str = "") -> Key:
    return Key(name, type_, access, False, use)


def _required(name: str, type_: str, access: str, use: str = "") -> Key:
    return Key(name, type_, access, True, use)


_STOP_DATA = "the remedy of the problem FrameTooLarge names it"

KEYS: dict[str, tuple[Key, ...]] = {
    "Core": (
        _optional("AllowOfflineTxForUnknownId", "bool", "RW"),
        _optional("AuthorizationCacheEnabled", "bool", "RW"),
        _required("AuthorizeRemoteTxRequests", "bool", "R or RW"),
        _optional("BlinkRepeat", "int", "RW"),
        _required("ClockAlignedDataInterval", "int, s", "RW"),
        _required(
            *("ConnectionTimeOut", "int, s", "RW"),
            "for so long the profile of a remote start waits for its transaction",
        ),
        _required("ConnectorPhaseRotation", "list", "RW"),
        _optional("ConnectorPhaseRotationMaxLength", "int", "R"),
        _required(
            *("GetConfigurationMaxKeys", "int", "R"),
            "more keys are asked for in several GetConfiguration; in one command they are a 409",
        ),
        _required(
            *("HeartbeatInterval", "int, s", "RW"),
            "who says nothing for two of them has the problem Silent; the remedy of "
            "ClosesWhenQuiet names it",
        ),
        _optional("LightIntensity", "int, %", "RW"),
        _required("LocalAuthorizeOffline", "bool", "RW"),
        _required("LocalPreAuthorize", "bool", "RW"),
        _optional("MaxEnergyOnInvalidId", "int, Wh", "RW"),
        _optional("MessageTimeout", "int, s", "RW"),
        _required("MeterValuesAlignedData", "list", "RW"),
        _optional("MeterValuesAlignedDataMaxLength", "int", "R"),
        _required("MeterValuesSampledData", "list", "RW"),
        _optional("MeterValuesSampledDataMaxLength", "int", "R"),
        _required("MeterValueSampleInterval", "int, s", "RW"),
        _optional("MinimumStatusDuration", "int, s", "RW"),
        _required(
            *("NumberOfConnectors", "int", "R"),
            "a higher connector is a 409, unless it has reported a status",
        ),
        _required("ResetRetries", "int", "RW"),
        _optional("StopTransactionOnEVSideDisconnect", "bool", "R or RW"),
        _required(
            *("StopTransactionOnInvalidId", "bool", "RW"),
            "the remedy of the problem GoesOnRefused names it",
        ),
        _optional("StopTransactionMaxMeterValues", "int", "R"),
        _required("StopTxnAlignedData", "list", "RW", _STOP_DATA),
        _optional("StopTxnAlignedDataMaxLength", "int", "R"),
        _required("StopTxnSampledData", "list", "RW", _STOP_DATA),
        _optional("StopTxnSampledDataMaxLength", "int", "R"),
        _required("SupportedFeatureProfiles", "list", "R"),
        _optional("SupportedFeatureProfilesMaxLength", "int", "R"),
        _required("TransactionMessageAttempts", "int", "RW"),
        _required("TransactionMessageRetryInterval", "int, s", "RW"),
        _required("UnlockConnectorOnEVSideDisconnect", "bool", "R or RW"),
        _optional("WebSocketPingInterval", "int, s", "RW"),
    ),
    "LocalAuthListManagement": (
        _required("LocalAuthListEnabled", "bool", "RW"),
        _required("LocalAuthListMaxLength", "int", "R", "a list that would be longer is a 409"),
        _required(
            *("SendLocalListMaxLength", "int", "R"),
            "a list is sent in parts of so many entries; in one command more are a 409",
        ),
    ),
    "Reservation": (
        _optional(
            *("ReserveConnectorZeroSupported", "bool", "R"),
            "where it is false, a reservation of connector 0 is a 409",
        ),
    ),
    "SmartCharging": (
        _required("ChargeProfileMaxStackLevel", "int", "R", "a higher stackLevel is a 409"),
        _required(
            *("ChargingScheduleAllowedChargingRateUnit", "list", "R"),
            "a profile or composite schedule in another unit is a 409",
        ),
        _required("ChargingScheduleMaxPeriods", "int", "R", "a longer schedule is a 409"),
        _optional("ConnectorSwitch3to1PhaseSupported", "bool", "R"),
        _required("MaxChargingProfilesInstalled", "int", "R"),
    ),
    "FirmwareManagement": (
        _optional(
            *("SupportedFileTransferProtocols", "list", "R"),
            "a location with another protocol is a 409",
        ),
    ),
    "Security": (
        _optional(
            *("AuthorizationKey", "text, hex, ≤ 40", "W"),
            "32 to 40 hex digits, or a 409; made here if left out; kept as a salted hash alone; "
            "opens the door beside the old one until it is used",
        ),
        _optional(
            *("SecurityProfile", "int, 0 to 3", "RW"),
            "only upwards, at 3 only with a serial number; both profiles are admitted until it "
            "speaks at the new one",
        ),
        _optional(
            *("CpoName", "text", "RW"),
            "the organization in its certificate request has to be the parameter `CpoName`, if "
            "that is set; the key itself is not looked at",
        ),
        _optional(
            *("AdditionalRootCertificateCheck", "bool", "R"),
            "where it is true, a CentralSystemRootCertificate that the one before has not signed "
            "is a 409",
        ),
        _optional(
            *("CertificateSignedMaxChainSize", "int, ≤ 10000", "R"),
            "of a chain that would be longer only the leaf is handed out; in a command it is a 409",
        ),
        _optional("CertificateStoreMaxLength", "int", "R"),
    ),
}


def table() -> str:
    rows = [
        "| profile | key | type | access | what the CSMS does by it | where |",
        "|---|---|---|---|---|---|",
    ]
    for profile, keys in KEYS.items():
        for key in keys:
            where = ", ".join(link(path) for path in used_in().get(key.name, ()))
            cells = (profile, _name(key), key.type, key.access, key.use, where)
            rows += [f"| {' | '.join(cells)} |"] if key.use else []
    rows += ["", "| profile | keys by which nothing is decided here |", "|---|---|"]
    for profile, keys in KEYS.items():
        plain = [f"{_name(key)} {key.type} {key.access}" for key in keys if not key.use]
        rows += [f"| {profile} | {'; '.join(plain)} |"] if plain else []
    return "\n".join(rows)


def _name(key: Key) -> str:
    return f"`{key.name}{'*' if key.required else ''}`"


@cache
def used_in() -> dict[str, list[str]]:
    """The files of what is shipped that look a key up, or have a name for it."""
    names = {key.name for keys in KEYS.values() for key in keys}
    found: dict[str, list[str]] = {}
    for root in SHIPPED:
        for path in sorted((ROOT / root).rglob("*.py")):
            for name in sorted(names & set(_looked_up(ast.parse(path.read_text())))):
                found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return found


def _looked_up(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(_, name), [ast.Constant(str(key))]) if name in READS:
                yield key
            case ast.Assign([ast.Name()], ast.Constant(str(key))):
                yield key
