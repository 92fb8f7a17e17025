"""RemoteStartTransaction (§5.11) and RemoteStopTransaction (§5.12)."""

from functools import partial

from ocpp.v16 import call, call_result
from ocpp.v16.enums import ChargePointStatus, Reason, RemoteStartStopStatus
from ocpp.v16.enums import ChargingProfilePurposeType as Purpose

from csms_tools.charge_point.body import driver, transactions
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import Connector
from csms_tools.charge_point.body.reporting import status_of
from csms_tools.charge_point.commands.smart_charging import bounds
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.domain.charging_profiles import ChargingProfile, objection

STARTABLE = frozenset(
    {ChargePointStatus.available, ChargePointStatus.preparing, ChargePointStatus.reserved}
)


def remote_start_transaction(cp: Body, request: call.RemoteStartTransaction) -> Answer:
    """Accepted only says that it will be tried (C-33)."""
    rejected = Answer(call_result.RemoteStartTransaction(RemoteStartStopStatus.rejected))
    profile: ChargingProfile | None = None
    if isinstance(request.charging_profile, dict):
        profile = ChargingProfile.from_wire(request.charging_profile, cp.moment)
        misused = profile.purpose != Purpose.tx_profile or profile.transaction is not None
        if misused or objection(profile, bounds(cp)):
            return rejected
    connector = _connector(cp, request.id_tag, request.connector_id)
    if not cp.may_transact or connector is None:  # Pending forbids it (C-19)
        return rejected
    then = partial(driver.start_remotely, cp, connector, request.id_tag, profile)
    return Answer(call_result.RemoteStartTransaction(RemoteStartStopStatus.accepted), then)


def _connector(cp: Body, tag: str, number: int | None) -> Connector | None:
    """The one that was asked for, or one that is free, plugged in before empty."""
    info = cp.listed(tag) or cp.cached(tag)
    parent = info.parent if info else None
    free = [
        connector
        for connector in cp.outlets
        if number in (None, connector.number)
        and connector.authorization is None
        and status_of(cp, connector.number) in STARTABLE
        and driver.available_to(cp, connector.number, tag, parent)
    ]
    return max(free, key=lambda connector: connector.plugged, default=None)


def remote_stop_transaction(cp: Body, request: call.RemoteStopTransaction) -> Answer:
    running = {c.transaction.number: c for c in cp.charging if c.transaction}
    connector = running.get(request.transaction_id)
    if connector is None or not cp.may_transact:
        return Answer(call_result.RemoteStopTransaction(RemoteStartStopStatus.rejected))

    async def stop() -> None:
        await transactions.stop(cp, connector.number, Reason.remote)

    return Answer(call_result.RemoteStopTransaction(RemoteStartStopStatus.accepted), stop)
