"""Of charge points, connectors and transactions."""

from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.core import Connector, Transaction
from csms_tools.operator.client import path


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
        told = await self.api.ask("GET", "/audit", query={"chargePointId": charge_point_id})
        return [str(one["action"]) for one in told["items"]]
