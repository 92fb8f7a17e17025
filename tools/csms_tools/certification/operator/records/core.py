"""What a CSMS has recorded of charge points, connectors and transactions."""

from dataclasses import dataclass
from typing import Protocol

from csms_tools.certification.charge_point.schemas import Payload


@dataclass(frozen=True)
class Transaction:
    """Meters and `energy` in Wh; `standing`: the status of the id tag that it was answered."""

    connector_id: int
    id_tag: str
    standing: str
    meter_start: int | None
    started_at: str
    stopped: bool
    energy: float | None = None
    meter_stop: int | None = None
    stopped_at: str | None = None
    reason: str | None = None
    reservation_id: int | None = None


@dataclass(frozen=True)
class Connector:
    status: str
    error_code: str


@dataclass(frozen=True)
class Command:
    """`answer`: what the charge point said."""

    action: str
    payload: Payload
    answer: Payload | None


class CoreRecords(Protocol):
    async def transaction(
        self, charge_point_id: str, transaction_id: int
    ) -> Transaction | None: ...

    async def transactions(self, charge_point_id: str) -> list[int]: ...

    async def connector(self, charge_point_id: str, connector_id: int) -> Connector | None: ...

    async def boot(self, charge_point_id: str) -> Payload | None:
        """The last BootNotification."""

    async def audit(self, charge_point_id: str) -> list[str]:
        """What operators did to it: of a command its action, else in the words of that CSMS."""

    async def commands(self, charge_point_id: str) -> list[Command]:
        """Those that were given to it."""

    async def configuration(self, charge_point_id: str) -> Payload:
        """The values that are known, by key."""

    async def unknown_keys(self, charge_point_id: str) -> list[str]:
        """What it has said that it does not know."""
