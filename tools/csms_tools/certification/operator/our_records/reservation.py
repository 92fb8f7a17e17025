"""Of reservations."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.reservation import Reservation, State
from csms_tools.operator.client import path

STATES = {
    "Accepted": State.OPEN,
    "Used": State.USED,
    "Expired": State.EXPIRED,
    "Cancelled": State.CANCELLED,
    "Lost": State.LOST,
}


class OurReservationRecords(OfOurs):
    async def reservation(self, charge_point_id: str, reservation_id: int) -> Reservation | None:
        where = path("charge-points", charge_point_id, "reservations", reservation_id)
        if (told := await self.api.known(where)) is None:
            return None
        return Reservation(
            STATES.get(told["status"], State.NOT_MADE),
            told["connectorId"],
            told["idTag"],
            told.get("parentIdTag"),
            told.get("transactionId"),
        )
