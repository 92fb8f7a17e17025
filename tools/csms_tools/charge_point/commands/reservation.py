"""ReserveNow (§5.13) and CancelReservation (§5.1)."""

from functools import partial

from ocpp.v16 import call, call_result
from ocpp.v16.enums import CancelReservationStatus, ReservationStatus

from csms_tools.charge_point.body import reporting
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.domain.reservations import Reservation


def reserve_now(cp: Body, request: call.ReserveNow) -> Answer:
    wanted = Reservation(
        request.reservation_id,
        request.connector_id,
        request.id_tag,
        cp.moment(request.expiry_date),
        request.parent_id_tag,
    )
    status = cp.reservations.reserve(
        wanted,
        reporting.unreserved(cp),
        zero_supported=cp.configuration.flag("ReserveConnectorZeroSupported"),
        at=cp.now(),
    )
    then = partial(_reserved, cp, wanted) if status == ReservationStatus.accepted else None
    return Answer(call_result.ReserveNow(status), then)


async def _reserved(cp: Body, reservation: Reservation) -> None:
    if cp.automatic:
        cp.tasks.start(f"reservation:{reservation.id}", _expire(cp, reservation))
    await reporting.report_all(cp)


async def _expire(cp: Body, reservation: Reservation) -> None:
    await cp.clock.sleep(max(0.0, (reservation.expiry - cp.now()).total_seconds()))
    if cp.reservations.expire(cp.now()):
        cp.note(f"reservation {reservation.id} has expired")
    await reporting.report_all(cp)


def cancel_reservation(cp: Body, request: call.CancelReservation) -> Answer:
    if not cp.reservations.end(request.reservation_id):
        return Answer(call_result.CancelReservation(CancelReservationStatus.rejected))
    cp.tasks.stop(f"reservation:{request.reservation_id}")
    then = partial(reporting.report_all, cp)
    return Answer(call_result.CancelReservation(CancelReservationStatus.accepted), then)
