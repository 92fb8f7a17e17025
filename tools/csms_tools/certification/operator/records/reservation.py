"""What a CSMS has recorded of reservations."""

from typing import Protocol


class ReservationRecords(Protocol):
    async def reservation(self, charge_point_id: str, reservation_id: int) -> str | None:
        """Its state, in the words of that CSMS."""
