"""The end of a reservation's wait: it is over, or it holds until another time."""

from datetime import datetime
from typing import Any

from csms.inbound.messages import Event
from workflows.follow_reservation import look_at, whole_second
from workflows.step import step


def end_reservation(told: Event, at: datetime) -> dict[str, Any]:
    """`outcome`: Waits, or how it ended; Replaced if another took the place of its id."""
    reservation = look_at(told["chargePointId"], told["reservationId"], at)
    if reservation is None or reservation.command_id != told["commandId"]:
        return {"outcome": "Replaced"}
    if reservation.waits:
        return {"outcome": "Waits", "expiryDate": whole_second(reservation.expiry_date)}
    return {"outcome": reservation.status}


handler = step(end_reservation)
