"""Of local lists."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.local_list import LocalList
from csms_tools.operator.client import path


class OurLocalListRecords(OfOurs):
    async def local_list(self, charge_point_id: str) -> LocalList | None:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "local-list"))
        return LocalList(
            told.get("version"),
            frozenset(one["idTag"] for one in told["items"]),
            told.get("reportedVersion"),
        )
