"""StopTransaction: a charging session has ended (OCPP 1.6 §4.10)."""

from collections.abc import Iterable
from typing import Annotated

from csms import digests
from csms.domain import metering
from csms.domain.authorization import id_tag_info
from csms.domain.transactions import moment
from csms.inbound import transaction_problems
from csms.inbound.handler import lambda_handler
from csms.inbound.registration import require_accepted, require_socket
from csms.store import transactions
from csms.store.provisioned import id_tags
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported import meter_readings, problems
from csms.store.reported.problems import Problem
from csms.store.table import Write, fetch
from csms.store.transactions import Stop, Transaction
from csms.wire.meanings import Identifier, Reading, Word
from csms.wire.meter_values import MeterValue, oddities
from csms.wire.ocpp16 import (
    Call,
    IdTagInfo,
    IdToken,
    Integer,
    Request,
    Response,
    StopReason,
    Timestamp,
    is_id_tag,
)
from csms.wire.tolerance import Deviation


class StopTransaction(Request):
    id_tag: IdToken | None = None
    meter_stop: Annotated[Integer | None, Reading()]
    timestamp: Timestamp
    transaction_id: Annotated[Integer | None, Identifier(essential=True)]
    reason: Annotated[StopReason, Word(otherwise="Other")] | None = None
    transaction_data: list[MeterValue] | None = None

    def oddities(self) -> Iterable[Deviation]:
        return oddities("transactionData", self.transaction_data)


class StopTransactionResponse(Response):
    id_tag_info: IdTagInfo | None = None


def stop_transaction(request: StopTransaction, call: Call) -> StopTransactionResponse:
    """Always acknowledged; a stop that ends nothing we know is kept as an orphan (C-26, C-27).

    It takes the place of what an operator has estimated meanwhile.
    """
    charge_point, transaction, tag, too_large = fetch(
        ChargePoint.of(call.charge_point_id),
        Transaction.of(call.charge_point_id, request.transaction_id or 0),
        IdTag.of(request.id_tag or ""),
        Problem.of(call.charge_point_id, problems.FRAME_TOO_LARGE),
    )
    charge_point = require_socket(charge_point, call)
    if transaction is None:
        # a transaction that we hold ends whatever the registration is (C-20)
        require_accepted(charge_point, call)
    stop = Stop(
        stopped_at=request.timestamp,
        received_at=call.at,
        meter_stop=request.meter_stop,
        id_tag=request.id_tag,
        reason=request.reason or "Local",
        digest=_digest(request),
        as_sent=request.as_sent,
    )
    also = [*_readings(request, call, transaction), *problems.ended(too_large)]
    also += transaction_problems.of_stop(transaction, request.meter_stop, call.at)
    if transaction is None:
        transactions.keep_orphan(
            call.charge_point_id, request.transaction_id, stop, _why(request), *also
        )
    elif not transactions.end(transaction, stop, *also):
        transactions.keep_orphan(
            call.charge_point_id, request.transaction_id, stop, "stopped before", *also
        )
    if request.id_tag is None or not is_id_tag(request.id_tag):
        return StopTransactionResponse()
    at = moment(request.timestamp, call.at)
    return StopTransactionResponse(id_tag_info=id_tag_info(tag, id_tags.group_of(tag), at=at))


def _why(request: StopTransaction) -> str:
    return "unknown transaction" if request.transaction_id is not None else "no transaction named"


def _digest(request: StopTransaction) -> str:
    """A repetition has the same number, time, meter and tag, whatever its message id (C-25)."""
    return digests.digest(
        *(
            right if (came := request.came(member)) is None else came
            for member, right in (
                ("transactionId", str(request.transaction_id)),
                ("timestamp", request.timestamp.isoformat()),
                ("meterStop", str(request.meter_stop)),
            )
        ),
        (request.id_tag or "").upper(),
    )


def _readings(request: StopTransaction, call: Call, transaction: Transaction | None) -> list[Write]:
    if not request.transaction_data:
        return []
    return meter_readings.writes(
        call.charge_point_id,
        metering.samples(request.transaction_data),
        source="StopTransaction",
        digest=digests.of_request(request),
        connector_id=transaction.connector_id if transaction else None,
        transaction_id=request.transaction_id,
        first=request.transaction_data[0].timestamp,
        received_at=call.at,
        once=False,
    )


handler = lambda_handler(stop_transaction)
