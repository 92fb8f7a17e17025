"""Of meter values and of stops without a transaction."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.operator.client import path


class OurChargingRecords(OfOurs):
    async def meter_values(self, charge_point_id: str, transaction_id: int) -> list[str]:
        where = ("charge-points", charge_point_id, "transactions", transaction_id, "meter-values")
        told = await self.api.ask("GET", path(*where))
        samples = [sample for one in told["items"] for sample in one["samples"]]
        return [str(one.get("value", one.get("text"))) for one in samples]

    async def orphan_stops(self, charge_point_id: str) -> list[int]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "orphans"))
        return [one["transactionId"] for one in told["items"]]
