"""What a charge point is built as. What can be changed later is its configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocpp.v16.enums import HashAlgorithm

FEATURES = (
    "Core",
    "FirmwareManagement",
    "LocalAuthListManagement",
    "Reservation",
    "SmartCharging",
    "RemoteTrigger",
)


@dataclass(frozen=True)
class Settings:
    vendor: str = "Serverless"
    model: str = "Simulated"
    serial_number: str | None = None
    """The CN of its certificate (C-44); the identity where none is given."""
    firmware_version: str = "1.0.0"
    connectors: int = 1
    phases: int = 3
    current: float = 32.0
    voltage: float = 230.0
    fixed_cable: bool = False
    features: tuple[str, ...] = FEATURES
    configuration: Mapping[str, str] = field(default_factory=dict)
    """Configuration keys as they are on the first day, read-only ones included."""
    hash_algorithm: str = HashAlgorithm.sha256
    """How it names its installed certificates."""
    key_kind: str = "EC"
    """Its own key: EC (P-256) or RSA (2048)."""
    signed_firmware_only: bool = False
    installation_fails: bool = False
    unlock_fails: bool = False
    security_events: bool = False
    """Report every security event, not only those that belong to a command's flow."""
    driver_arrives_after: float | None = None
    """After a remote start a car is plugged in so many seconds later; None waits for a step."""
    endpoints: Mapping[int, str] = field(default_factory=dict)
    """The URL to use at another security profile, where it differs."""

    def built_in(self) -> dict[str, str]:
        """The configuration keys that follow from the hardware."""
        return {
            "NumberOfConnectors": str(self.connectors),
            "SupportedFeatureProfiles": ",".join(self.features),
            "ConnectorPhaseRotation": ",".join(f"{n}.RST" for n in range(self.connectors + 1)),
            "ConnectorPhaseRotationMaxLength": str(self.connectors + 1),
            **self.configuration,
        }
