"""StartTransaction: a charging session has begun (OCPP 1.6 §4.8)."""

from dataclasses import replace
from typing import Annotated

from csms import task_queue
from csms.domain.starts import Start
from csms.inbound import impossible_transactions
from csms.inbound.handler import lambda_handler
from csms.inbound.messages import Message
from csms.inbound.registration import require_accepted
from csms.inbound.transaction_start import begin
from csms.store.commands.pending_profiles import PendingProfile
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.store.transactions import ClocklessStart
from csms.store.transactions.reservations import Reservation
from csms.wire.meanings import Reading
from csms.wire.ocpp16 import Call, IdTagInfo, IdToken, Integer, Request, Response, Timestamp


class StartTransaction(Request):
    connector_id: Integer
    id_tag: IdToken
    meter_start: Annotated[Integer | None, Reading()]
    reservation_id: Integer | None = None
    timestamp: Timestamp


class StartTransactionResponse(Response):
    id_tag_info: IdTagInfo
    transaction_id: Integer


def start_transaction(request: StartTransaction, call: Call) -> StartTransactionResponse:
    """Record the session whatever the tag's standing: the energy is flowing already (C-23)."""
    start = Start(
        charge_point_id=call.charge_point_id,
        connector_id=request.connector_id,
        id_tag=request.id_tag,
        timestamp=request.timestamp,
        meter_start=request.meter_start,
        reservation_id=request.reservation_id,
        received_at=call.at,
        booted_at=None,
        as_sent=request.as_sent,
        came={
            member: came
            for member in ("connectorId", "timestamp", "meterStart")
            if (came := request.came(member)) is not None
        },
    )
    named = request.reservation_id is not None
    charge_point, tag, reservation, before, *pending = fetch(
        ChargePoint.of(call.charge_point_id),
        IdTag.of(request.id_tag),
        Reservation.of(call.charge_point_id, request.reservation_id or 0),
        ClocklessStart.of(call.charge_point_id, start.bootless.digest),
        PendingProfile.of(call.charge_point_id, request.connector_id, request.id_tag),
        PendingProfile.of(call.charge_point_id, None, request.id_tag),
    )
    start = replace(start, booted_at=require_accepted(charge_point, call).booted_at)
    transaction = begin(start, tag, reservation if named else None, pending, before)
    return StartTransactionResponse(
        id_tag_info=IdTagInfo.model_validate(transaction.id_tag_info),
        transaction_id=transaction.transaction_id,
    )


def then(message: Message) -> None:
    """A connector has one transaction at a time: the one before has lost its stop.

    The reservation that it names has been used, which is told to the audit trail.
    """
    said = message.request
    if not isinstance(said, StartTransaction):  # it was no CALL
        return
    impossible_transactions.another_began(message.charge_point_id, said.connector_id, message.at)
    if said.reservation_id is not None:
        task_queue.follow_reservation_later(message.charge_point_id, said.reservation_id)


handler = lambda_handler(start_transaction, then=then)
