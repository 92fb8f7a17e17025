"""BootNotification: a charge point has started and says what it is (OCPP 1.6 §4.2)."""

from typing import Annotated, ClassVar

from pydantic import PrivateAttr

from csms import task_queue
from csms.domain.intervals import interval_for
from csms.domain.switches import AFTER_BOOT
from csms.inbound import habits
from csms.inbound.handler import lambda_handler
from csms.inbound.messages import Message
from csms.outbound.dispatch import wake
from csms.store.reported import charge_point_state
from csms.wire.meanings import Descriptive
from csms.wire.ocpp16 import Call, Integer, RegistrationStatus, Request, Response, Timestamp

Text20 = Annotated[str, Descriptive(20)]
Text25 = Annotated[str, Descriptive(25)]
Text50 = Annotated[str, Descriptive(50)]


class BootNotification(Request):
    ONE_OF: ClassVar = (("chargePointVendor", "chargePointModel"),)  # of these, one is essential

    charge_point_vendor: Text20 | None
    charge_point_model: Text20 | None
    charge_point_serial_number: Text25 | None = None
    charge_box_serial_number: Text25 | None = None
    firmware_version: Text50 | None = None
    iccid: Text20 | None = None
    imsi: Text20 | None = None
    meter_type: Text25 | None = None
    meter_serial_number: Text25 | None = None

    _is_awaited: bool = PrivateAttr(default=False)  # by a firmware update


class BootNotificationResponse(Response):
    status: RegistrationStatus
    current_time: Timestamp
    interval: Integer
    _switched_on: frozenset[str] = PrivateAttr(default=frozenset())


def boot_notification(request: BootNotification, call: Call) -> BootNotificationResponse:
    """Open transactions stay open: their stops follow (certification case 032_1)."""
    charge_point = charge_point_state.booted(call, request.kept)
    request._is_awaited = charge_point.awaits_boot is not None
    response = BootNotificationResponse(
        status=charge_point.status,
        current_time=call.at,
        interval=interval_for(call.charge_point_id, charge_point.status, charge_point.interval),
    )
    response._switched_on = charge_point.switched_on
    return response


def then(message: Message) -> None:
    """What waits can be sent; one that is Pending may have a template that waits for it."""
    wake(message.charge_point_id)
    response = message.response
    if not isinstance(response, BootNotificationResponse):
        return
    if response.status == "Pending":
        task_queue.apply_template_later(message.charge_point_id)
    if response.status == "Accepted":  # others are told to say it again
        if response._switched_on & AFTER_BOOT:
            task_queue.booted_later(message.charge_point_id)
        habits.booted(message.charge_point_id, message.at)
    if isinstance(message.request, BootNotification) and message.request._is_awaited:
        task_queue.follow_boot_later(message.charge_point_id)


handler = lambda_handler(boot_notification, notes_that_it_spoke=True, then=then)
