"""Of firmware updates, diagnostics and logs."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.firmware import Job
from csms_tools.operator.client import path

GOOD = ("installed", "uploaded")


class OurFirmwareRecords(OfOurs):
    async def jobs(self, charge_point_id: str, action: str) -> list[Job]:
        where = path("charge-points", charge_point_id, "jobs")
        told = await self.api.ask("GET", where, query={"action": action})
        return [
            Job(
                one["location"],
                one.get("progress"),
                one["outcome"] in GOOD if one["ended"] else None,
            )
            for one in told["items"]
        ]

    async def files(self, charge_point_id: str) -> list[str]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "files"))
        return [str(one["name"]) for one in told["items"] if "refused" not in one]
