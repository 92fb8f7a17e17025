"""What a CSMS has recorded of charging profiles."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ChargingProfile:
    id: int
    connector_id: int
    purpose: str
    stack_level: int
    transaction_id: int | None = None


class ChargingProfileRecords(Protocol):
    async def charging_profiles(self, charge_point_id: str) -> list[ChargingProfile]:
        """Those that the charge point has, as far as is known, by id."""
