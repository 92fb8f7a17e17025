"""What a CSMS has recorded of meter values and of stops without a transaction."""

from typing import Protocol


class ChargingRecords(Protocol):
    async def meter_values(self, charge_point_id: str, transaction_id: int) -> list[str]:
        """The values of its samples, and of those that came with its stop."""

    async def orphan_stops(self, charge_point_id: str) -> list[int]:
        """The numbers of stops that belong to no transaction, once for each stop."""

    async def readings(self, charge_point_id: str, connector_id: int) -> list[str]:
        """The values that the connector's meter has told of itself, of no transaction."""
