"""Of charge points, connectors and transactions."""

from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.core import Command, Connector, Transaction
from csms_tools.operator.client import Document, path


class OurCoreRecords(OfOurs):
    async def transaction(self, charge_point_id: str, transaction_id: int) -> Transaction | None:
        where = path("charge-points", charge_point_id, "transactions", transaction_id)
        if (told := await self.api.known(where)) is None:
            return None
        return Transaction(
            told["connectorId"],
            told["idTag"],
            told["idTagInfo"]["status"],
            told.get("meterStart"),
            told["startedAt"],
            stopped="stoppedAt" in told,
            energy=told.get("energy"),
            meter_stop=told.get("meterStop"),
            stopped_at=told.get("stoppedAt"),
            reason=told.get("stopReason"),
            reservation_id=told.get("reservationId"),
        )

    async def transactions(self, charge_point_id: str) -> list[int]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "transactions"))
        return [one["transactionId"] for one in told["items"]]

    async def connector(self, charge_point_id: str, connector_id: int) -> Connector | None:
        where = path("charge-points", charge_point_id, "connectors", connector_id)
        told = await self.api.known(where)
        return Connector(told["status"], told["errorCode"]) if told else None

    async def boot(self, charge_point_id: str) -> Payload | None:
        told = await self.api.ask("GET", path("charge-points", charge_point_id))
        return told.get("boot")

    async def audit(self, charge_point_id: str) -> list[str]:
        told = await self.api.ask("GET", "/audit", query={"limit": 200})
        own = f"charge-points/{charge_point_id}/"
        return [
            str(one["details"].get("action") or one["operation"])
            for one in told["items"]
            if f"{one['resource']}/".startswith(own)
        ]

    async def commands(self, charge_point_id: str) -> list[Command]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, "commands"))
        return [
            Command(one["action"], one["payload"], one.get("response")) for one in told["items"]
        ]

    async def configuration(self, charge_point_id: str) -> Payload:
        told = await self._configuration(charge_point_id)
        return {one["key"]: one.get("value") for one in told["items"]}

    async def unknown_keys(self, charge_point_id: str) -> list[str]:
        return [one["key"] for one in (await self._configuration(charge_point_id))["unknown"]]

    async def _configuration(self, charge_point_id: str) -> Document:
        return await self.api.ask("GET", path("charge-points", charge_point_id, "configuration"))
