"""The standard configuration keys (§9 and the security whitepaper), one line each."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from csms_tools.charge_point.domain import measurands

Check = Callable[[str], bool]
MEASURANDS_MAX = 12
ROTATION = re.compile(r"(\d+\.)?(NotApplicable|Unknown|RST|RTS|SRT|STR|TRS|TSR)")
PASSWORD = re.compile(r"([0-9A-Fa-f]{2}){16,20}")


class Access(Enum):
    READ = auto()
    WRITE = auto()
    BOTH = auto()


@dataclass(frozen=True)
class Key:
    name: str
    default: str
    check: Check = bool
    access: Access = Access.BOTH
    feature: str = "Core"
    needs_reboot: bool = False


def items(value: str) -> list[str]:
    return [item for item in (part.strip() for part in value.split(",")) if item]


def flag(value: str) -> bool:
    return value.lower() in ("true", "false")


def number(least: int = 0, most: int = 2**31 - 1) -> Check:
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def any_text(_: str) -> bool:
    return True


def rotations(value: str) -> bool:
    return all(ROTATION.fullmatch(item) for item in items(value))


def measured(value: str) -> bool:
    wanted = items(value)
    return len(wanted) <= MEASURANDS_MAX and all(measurands.known(item) for item in wanted)


def password(value: str) -> bool:
    """Hex of 16 to 20 bytes (C-36)."""
    return PASSWORD.fullmatch(value) is not None


def _read(name: str, default: object, feature: str = "Core") -> Key:
    return Key(name, str(default), any_text, Access.READ, feature)


def _write(name: str, default: str, check: Check, feature: str = "Core") -> Key:
    return Key(name, default, check, feature=feature)


SAMPLED = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,SoC"
LISTS, SMART, SECURITY = "LocalAuthListManagement", "SmartCharging", "Security"

KEYS: tuple[Key, ...] = (
    _write("AllowOfflineTxForUnknownId", "false", flag),
    _write("AuthorizationCacheEnabled", "true", flag),
    _write("AuthorizeRemoteTxRequests", "true", flag),
    _write("BlinkRepeat", "3", number()),
    _write("ClockAlignedDataInterval", "0", number()),
    _write("ConnectionTimeOut", "60", number(1)),
    _write("ConnectorPhaseRotation", "0.RST", rotations),
    _read("ConnectorPhaseRotationMaxLength", 16),
    _read("GetConfigurationMaxKeys", 50),
    _write("HeartbeatInterval", "300", number(1)),
    _write("LightIntensity", "80", number(0, 100)),
    _write("LocalAuthorizeOffline", "true", flag),
    _write("LocalPreAuthorize", "false", flag),
    _write("MaxEnergyOnInvalidId", "0", number()),
    _write("MessageTimeout", "30", number(1)),
    _write("MeterValuesAlignedData", "Energy.Active.Import.Register", measured),
    _read("MeterValuesAlignedDataMaxLength", MEASURANDS_MAX),
    _write("MeterValuesSampledData", SAMPLED, measured),
    _read("MeterValuesSampledDataMaxLength", MEASURANDS_MAX),
    _write("MeterValueSampleInterval", "60", number()),
    _write("MinimumStatusDuration", "0", number()),
    _read("NumberOfConnectors", 1),
    _write("ResetRetries", "1", number()),
    _write("StopTransactionOnEVSideDisconnect", "true", flag),
    _write("StopTransactionOnInvalidId", "true", flag),
    _read("StopTransactionMaxMeterValues", 100),
    _write("StopTxnAlignedData", "", measured),
    _read("StopTxnAlignedDataMaxLength", MEASURANDS_MAX),
    _write("StopTxnSampledData", "", measured),
    _read("StopTxnSampledDataMaxLength", MEASURANDS_MAX),
    _read("SupportedFeatureProfiles", ""),
    _write("TransactionMessageAttempts", "3", number(1)),
    _write("TransactionMessageRetryInterval", "60", number()),
    _write("UnlockConnectorOnEVSideDisconnect", "true", flag),
    # The interval is agreed upon when the socket opens.
    Key("WebSocketPingInterval", "0", number(), needs_reboot=True),
    _write("LocalAuthListEnabled", "true", flag, LISTS),
    _read("LocalAuthListMaxLength", 1000, LISTS),
    _read("SendLocalListMaxLength", 100, LISTS),
    _read("ReserveConnectorZeroSupported", "true", "Reservation"),
    _read("ChargeProfileMaxStackLevel", 10, SMART),
    _read("ChargingScheduleAllowedChargingRateUnit", "Current,Power", SMART),
    _read("ChargingScheduleMaxPeriods", 24, SMART),
    _read("ConnectorSwitch3to1PhaseSupported", "true", SMART),
    _read("MaxChargingProfilesInstalled", 20, SMART),
    _read("SupportedFileTransferProtocols", "HTTP,HTTPS", "FirmwareManagement"),
    Key("AuthorizationKey", "", password, Access.WRITE, SECURITY),
    _write("SecurityProfile", "0", number(0, 3), SECURITY),
    _write("CpoName", "", any_text, SECURITY),
    _read("AdditionalRootCertificateCheck", "false", SECURITY),
    _read("CertificateSignedMaxChainSize", 10000, SECURITY),
    _read("CertificateStoreMaxLength", 16, SECURITY),
)


def standard(features: Iterable[str]) -> dict[str, Key]:
    """The keys of a charge point with these feature profiles; Core and Security are always in."""
    present = {"Core", SECURITY, *features}
    return {key.name.casefold(): key for key in KEYS if key.feature in present}
