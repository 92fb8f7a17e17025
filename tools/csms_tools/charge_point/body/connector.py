"""A connector: what is plugged into it, and the transaction that runs on it."""

from dataclasses import dataclass, field
from datetime import datetime

from ocpp.v16.enums import ChargePointErrorCode

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile
from csms_tools.charge_point.domain.id_tags import IdTagInfo
from csms_tools.charge_point.domain.meter import Meter
from csms_tools.charge_point.domain.status import Suspended

NO_ERROR = str(ChargePointErrorCode.no_error)


@dataclass
class Transaction:
    connector: int
    tag: str
    started: datetime
    meter_start: int
    parent: str | None = None
    reservation: int | None = None
    profile: ChargingProfile | None = None
    """Came with the remote start; has no transaction until the number is known."""
    number: int | None = None
    """Given by the central system; until then the messages wait, without one they say -1."""
    info: IdTagInfo | None = None
    kept: list[dict[str, object]] = field(default_factory=list)
    """Meter values for the StopTransaction."""
    energy_limit: int | None = None
    """The register at which the supply ends, once the tag has proved invalid."""


@dataclass
class Authorization:
    """Somebody may charge here and has not begun yet."""

    tag: str
    info: IdTagInfo | None = None
    profile: ChargingProfile | None = None


@dataclass
class Connector:
    number: int
    meter: Meter
    operative: bool = True
    scheduled: bool | None = None
    """The availability that waits for the end of the transaction."""
    error: str = NO_ERROR
    info: str | None = None
    plugged: bool = False
    finishing: bool = False
    authorization: Authorization | None = None
    transaction: Transaction | None = None
    reported: tuple[str, str] | None = None

    @property
    def suspended(self) -> Suspended | None:
        return self.meter.suspended if self.plugged else Suspended.EV
