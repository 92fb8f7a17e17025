"""What a CSMS has recorded of firmware updates, diagnostics and logs."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Job:
    """What a charge point has taken on. `progress`: the last status that it has told of it.

    `succeeded`: None while it goes on.
    """

    location: str
    progress: str | None
    succeeded: bool | None


class FirmwareRecords(Protocol):
    async def jobs(self, charge_point_id: str, action: str) -> list[Job]:
        """The newest first. `action`: UpdateFirmware, SignedUpdateFirmware, GetDiagnostics or
        GetLog.
        """

    async def files(self, charge_point_id: str) -> list[str]:
        """The names of those that it has brought to an address of the CSMS."""
