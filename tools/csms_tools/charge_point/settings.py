"""What a charge point is built as. What can be changed later is its configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ocpp.v16.enums import HashAlgorithm

FEATURES = (
    "Core",
    "FirmwareManagement",
    "LocalAuthListManagement",
    "Reservation",
    "SmartCharging",
    "RemoteTrigger",
)


class Quirk(StrEnum):
    """How real charge points depart from what is expected of them (C-61 to C-64)."""

    CSR_VERSION_2 = "csr-version-2"
    """Its PKCS#10 has the version field of an X.509 certificate."""
    CHAIN_ONLY = "chain-only"
    """It takes CertificateSigned only with the issuers of the certificate."""
    LEAF_ONLY = "leaf-only"
    """It takes CertificateSigned only without them."""
    KEY_AS_TEXT = "key-as-text"
    """It shows its AuthorizationKey as the hex digits that it was told, not the bytes they mean."""
    KEY_AT_ONCE = "key-at-once"
    """At security profile 0 it shows its AuthorizationKey as soon as it has one."""
    UPGRADE_AT_ONCE = "upgrade-at-once"
    """It goes to a higher security profile without being reset."""
    NO_CLOSE_FRAME = "no-close-frame"
    """It drops its TCP connection for whatever is new: a root, a certificate, a key."""
    NO_BOOT = "no-boot"
    """Once accepted it boots no more: after a reset it says what has changed, and nothing else."""


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
    quirks: frozenset[Quirk] = frozenset()

    def built_in(self) -> dict[str, str]:
        """The configuration keys that follow from the hardware."""
        return {
            "NumberOfConnectors": str(self.connectors),
            "SupportedFeatureProfiles": ",".join(self.features),
            "ConnectorPhaseRotation": ",".join(f"{n}.RST" for n in range(self.connectors + 1)),
            "ConnectorPhaseRotationMaxLength": str(self.connectors + 1),
            **self.configuration,
        }
