"""Of reservations."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.operator.client import path


class OurReservationRecords(OfOurs):
    async def reservation(self, charge_point_id: str, reservation_id: int) -> str | None:
        where = path("charge-points", charge_point_id, "reservations", reservation_id)
        told = await self.api.known(where)
        return str(told["state"]) if told else None
