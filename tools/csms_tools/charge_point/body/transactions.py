"""Starting, metering and ending transactions, on the line or off it (§4.8, §4.10, §5.11)."""

from typing import Any

from ocpp.v16.enums import AuthorizationStatus, ReadingContext, Reason

from csms_tools.charge_point.body import metering
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import Authorization, Connector, Transaction
from csms_tools.charge_point.body.delivery import delivered
from csms_tools.charge_point.body.outbox import Message
from csms_tools.charge_point.body.reporting import report_change
from csms_tools.charge_point.domain.id_tags import IdTagInfo
from csms_tools.charge_point.errors import Impossible, NotAccepted


async def start(
    cp: Body, number: int, authorization: Authorization, meter_start: int | None = None
) -> Transaction:
    """Begin at once; the central system hears of it as soon as it can. A car is plugged in
    where none is."""
    connector = cp.connectors[number]
    if connector.transaction or number == 0:
        raise Impossible(f"connector {number} cannot begin a transaction")
    if cp.online and not cp.may_transact:
        raise NotAccepted("boot first, or make the charge point with registered=True")
    if not connector.plugged:
        cp.plug(connector)
    at, tag = cp.now(), authorization.tag
    parent = authorization.info.parent if authorization.info else None
    reservation = cp.reservations.used_by(tag, parent, number, at)
    connector.authorization, connector.finishing = None, False
    transaction = Transaction(
        connector=number,
        tag=tag,
        started=at,
        meter_start=connector.meter.register if meter_start is None else meter_start,
        parent=parent,
        reservation=reservation.id if reservation else None,
        profile=authorization.profile,
        info=authorization.info,
    )
    connector.transaction = transaction
    connector.meter.start(at)
    metering.keep(cp, connector, ReadingContext.transaction_begin)
    cp.reservations.end(transaction.reservation)
    message = cp.outbox.put(
        "StartTransaction",
        _start_payload(cp, transaction),
        transaction,
        lambda answer: _started(cp, transaction, answer),
    )
    metering.sample(cp, number)
    await delivered(cp, message)
    if connector.transaction is transaction:
        await report_change(cp, number)
    return transaction


def _start_payload(cp: Body, transaction: Transaction) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "connectorId": transaction.connector,
        "idTag": transaction.tag,
        "meterStart": transaction.meter_start,
    }
    if transaction.reservation is not None:
        payload["reservationId"] = transaction.reservation
    return {**payload, "timestamp": cp.stamp(transaction.started)}


def _started(cp: Body, transaction: Transaction, answer: dict[str, Any]) -> None:
    info = IdTagInfo.from_wire(answer["idTagInfo"])
    transaction.number, transaction.info = int(answer["transactionId"]), info
    transaction.parent = info.parent
    cp.remember(transaction.tag, info)
    cp.note(f"transaction {transaction.number} of {transaction.tag}: {info.status}")
    connector = cp.connectors[transaction.connector]
    if connector.transaction is not transaction:
        return  # it has ended in the meantime
    if transaction.profile is not None:
        limit = cp.configuration.number("MaxChargingProfilesInstalled")
        cp.profiles.bind(connector.number, transaction.profile, transaction.number, limit)
    if info.status == AuthorizationStatus.accepted:
        return
    if cp.configuration.flag("StopTransactionOnInvalidId"):
        if cp.automatic:
            ending = stop(cp, connector.number, Reason.de_authorized)
            cp.tasks.start(f"end:{connector.number}", ending)
    else:  # §9.1.14: only a little more energy, if any
        more = cp.configuration.number("MaxEnergyOnInvalidId")
        transaction.energy_limit = connector.meter.register + more


async def stop(
    cp: Body,
    number: int,
    reason: str | None = Reason.local,
    tag: str | None = None,
    meter_stop: int | None = None,
) -> Transaction:
    """End what runs on the connector and report it; a tag is named if one was presented."""
    transaction, message = end(cp, cp.connectors[number], reason, tag, meter_stop)
    await delivered(cp, message)
    await report_change(cp, number)
    return transaction


def end(
    cp: Body,
    connector: Connector,
    reason: str | None,
    tag: str | None = None,
    meter_stop: int | None = None,
) -> tuple[Transaction, Message]:
    """End it here and now; the message waits in the outbox."""
    transaction = connector.transaction
    if transaction is None:
        raise Impossible(f"no transaction on connector {connector.number}")
    metering.refresh(cp, connector)
    metering.keep(cp, connector, ReadingContext.transaction_end)
    register = connector.meter.register if meter_stop is None else meter_stop
    payload: dict[str, Any] = {"idTag": tag} if tag else {}
    payload |= {"meterStop": register, "timestamp": cp.stamp()}
    if reason:
        payload["reason"] = str(reason)
    if transaction.kept:
        limit = cp.configuration.number("StopTransactionMaxMeterValues")
        payload["transactionData"] = metering.thinned(transaction.kept, limit)
    cp.tasks.stop(f"sample:{connector.number}")
    cp.profiles.end_transaction(connector.number)
    connector.transaction = None
    connector.meter.stop()
    connector.finishing = connector.plugged
    if connector.scheduled is not None:
        connector.operative, connector.scheduled = connector.scheduled, None
    energy = (register - transaction.meter_start) / 1000
    cp.energy += max(0.0, energy)
    cp.note(f"transaction on connector {connector.number} ended: {energy:.3f} kWh, {reason}")
    message = cp.outbox.put("StopTransaction", payload, transaction, _stopped(cp, tag))
    return transaction, message


def _stopped(cp: Body, tag: str | None) -> Any:
    def remember(answer: dict[str, Any]) -> None:
        if tag and "idTagInfo" in answer:
            cp.remember(tag, IdTagInfo.from_wire(answer["idTagInfo"]))

    return remember
