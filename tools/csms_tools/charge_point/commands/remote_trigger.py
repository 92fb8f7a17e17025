"""TriggerMessage (§5.17) and ExtendedTriggerMessage: the answer first, then the message (C-57)."""

from ocpp.v16 import call, call_result
from ocpp.v16.enums import FirmwareStatus, MessageTrigger, ReadingContext, TriggerMessageStatus
from ocpp.v16.enums import UploadLogStatus as LogStatus

from csms_tools.charge_point.body import metering, registration, reporting, security
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.tasks import FollowUp

PER_CONNECTOR = frozenset({MessageTrigger.meter_values, MessageTrigger.status_notification})


def trigger_message(cp: Body, request: call.TriggerMessage) -> Answer:
    then = _unsigned(cp, request.requested_message) or _common(
        cp, request.requested_message, request.connector_id
    )
    status = _status(cp, request.requested_message, request.connector_id)
    return Answer(call_result.TriggerMessage(status), then if status == "Accepted" else None)


def extended_trigger_message(cp: Body, request: call.ExtendedTriggerMessage) -> Answer:
    then = _secure(cp, request.requested_message) or _common(
        cp, request.requested_message, request.connector_id
    )
    status = _status(cp, request.requested_message, request.connector_id)
    answer = call_result.ExtendedTriggerMessage(status)
    return Answer(answer, then if status == "Accepted" else None)


def _status(cp: Body, message: str, number: int | None) -> TriggerMessageStatus:
    if message in PER_CONNECTOR and number is not None and number not in cp.connectors:
        return TriggerMessageStatus.rejected
    if message == MessageTrigger.boot_notification and cp.may_transact:
        return TriggerMessageStatus.rejected  # Err §3.35, C-21
    return TriggerMessageStatus.accepted


def _common(cp: Body, message: str, number: int | None) -> FollowUp:
    """Without a connector: all of them, 0 included."""
    numbers = list(cp.connectors) if number is None else [number]

    async def send() -> None:
        if message == MessageTrigger.boot_notification:
            await registration.boot(cp)
        elif message == MessageTrigger.heartbeat:
            await registration.heartbeat(cp)
        elif message == MessageTrigger.status_notification:
            for each in numbers:
                await reporting.tell(cp, each)
        else:
            for each in numbers:
                await metering.send(cp, each, ReadingContext.trigger)

    return send


def _unsigned(cp: Body, message: str) -> FollowUp | None:
    async def firmware() -> None:
        signed = cp.firmware_request is not None
        status = FirmwareStatus.idle if signed else _running(cp)
        await cp.call("FirmwareStatusNotification", status=str(status))

    async def diagnostics() -> None:
        await cp.call("DiagnosticsStatusNotification", status=str(cp.diagnostics_status))

    statuses: dict[str, FollowUp] = {
        MessageTrigger.firmware_status_notification: firmware,
        MessageTrigger.diagnostics_status_notification: diagnostics,
    }
    return statuses.get(message)


def _secure(cp: Body, message: str) -> FollowUp | None:
    async def firmware() -> None:
        request, status = cp.firmware_request, _running(cp)
        if request is None or status == FirmwareStatus.idle:
            await cp.call("SignedFirmwareStatusNotification", status="Idle")
        else:
            told = {"status": str(status), "requestId": request}
            await cp.call_with("SignedFirmwareStatusNotification", told)

    async def log() -> None:
        if cp.log_request is None:
            await cp.call("LogStatusNotification", status=str(LogStatus.idle))
        else:
            told = {"status": str(LogStatus.uploading), "requestId": cp.log_request}
            await cp.call_with("LogStatusNotification", told)

    async def certificate() -> None:
        await security.sign_certificate(cp)

    messages: dict[str, FollowUp] = {
        MessageTrigger.firmware_status_notification: firmware,
        MessageTrigger.log_status_notification: log,
        MessageTrigger.sign_charge_point_certificate: certificate,
    }
    return messages.get(message)


def _running(cp: Body) -> FirmwareStatus:
    """An update that is over is no longer told of: Idle."""
    return cp.firmware_status if cp.tasks.running("firmware") else FirmwareStatus.idle
