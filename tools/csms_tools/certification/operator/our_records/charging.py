"""Of meter values and of stops without a transaction."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.operator.client import Document, path


class OurChargingRecords(OfOurs):
    async def meter_values(self, charge_point_id: str, transaction_id: int) -> list[str]:
        where = ("charge-points", charge_point_id, "transactions", transaction_id, "meter-values")
        told = await self.api.ask("GET", path(*where))
        return _values(told["items"])

    async def orphan_stops(self, charge_point_id: str) -> list[int]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "orphans"))
        return [one["transactionId"] for one in told["items"]]

    async def readings(self, charge_point_id: str, connector_id: int) -> list[str]:
        where = path("charge-points", charge_point_id, "meter-values")
        told = await self.api.ask("GET", where, query={"connectorId": connector_id})
        return _values([one for one in told["items"] if "transactionId" not in one])


def _values(readings: list[Document]) -> list[str]:
    samples = [sample for one in readings for sample in one["samples"]]
    return [str(one.get("value", one.get("text"))) for one in samples]
