"""Of charging profiles."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.charging_profiles import ChargingProfile
from csms_tools.operator.client import path


class OurChargingProfileRecords(OfOurs):
    async def charging_profiles(self, charge_point_id: str) -> list[ChargingProfile]:
        where = path("charge-points", charge_point_id, "charging-profiles")
        told = await self.api.ask("GET", where)
        return [
            ChargingProfile(
                one["chargingProfileId"],
                one["connectorId"],
                one["purpose"],
                one["stackLevel"],
                one.get("transactionId"),
            )
            for one in told["items"]
        ]
