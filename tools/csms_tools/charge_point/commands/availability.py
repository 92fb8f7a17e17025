"""ChangeAvailability (§5.2) and UnlockConnector (§5.18)."""

from ocpp.v16 import call, call_result
from ocpp.v16.enums import AvailabilityStatus, AvailabilityType, Reason, UnlockStatus

from csms_tools.charge_point.body import reporting, transactions
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer


def change_availability(cp: Body, request: call.ChangeAvailability) -> Answer:
    """0 is the charge point and everything on it; who charges is not disturbed."""
    if request.connector_id not in cp.connectors:
        return Answer(call_result.ChangeAvailability(AvailabilityStatus.rejected))
    operative = request.type == AvailabilityType.operative
    numbers = list(cp.connectors) if request.connector_id == 0 else [request.connector_id]
    scheduled = False
    for number in numbers:
        connector = cp.connectors[number]
        if connector.transaction is not None and connector.operative != operative:
            connector.scheduled, scheduled = operative, True
        else:
            connector.operative, connector.scheduled = operative, None
            if not operative:
                cp.reservations.end_on(number)

    async def tell() -> None:
        for number in numbers:
            await reporting.report(cp, number)

    status = AvailabilityStatus.scheduled if scheduled else AvailabilityStatus.accepted
    return Answer(call_result.ChangeAvailability(status), tell)


def unlock_connector(cp: Body, request: call.UnlockConnector) -> Answer:
    connector = cp.connectors.get(request.connector_id)
    if connector is None or connector.number == 0 or cp.settings.fixed_cable:
        return Answer(call_result.UnlockConnector(UnlockStatus.not_supported))
    if cp.settings.unlock_fails:
        return Answer(call_result.UnlockConnector(UnlockStatus.unlock_failed))

    async def end() -> None:
        if connector.transaction is not None:
            await transactions.stop(cp, connector.number, Reason.unlock_command)
        if connector.finishing:
            connector.plugged = connector.finishing = False
            connector.meter.unplug()
            await reporting.report_change(cp, connector.number)

    return Answer(call_result.UnlockConnector(UnlockStatus.unlocked), end)
