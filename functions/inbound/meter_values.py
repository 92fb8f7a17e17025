"""MeterValues: what the meter of a connector shows (OCPP 1.6 §4.7)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from csms import digests
from csms.domain import metering
from csms.inbound import transaction_problems
from csms.inbound.handler import lambda_handler
from csms.inbound.registration import require_accepted, require_socket
from csms.outbound import triggers
from csms.store import transactions
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import meter_readings
from csms.store.reported.meter_readings import Once
from csms.store.table import Cancelled, Raw, Write, apart, fetch, transact
from csms.store.transactions import Transaction
from csms.wire.meanings import Identifier
from csms.wire.mending import ReceiptTime
from csms.wire.meter_values import MeterValue, oddities
from csms.wire.ocpp16 import Call, Integer, Request, Response
from csms.wire.tolerance import Deviation


class MeterValues(Request):
    connector_id: Integer | None
    transaction_id: Annotated[Integer, Identifier(essential=True)] | None = None
    meter_value: Annotated[list[MeterValue] | None, Field(min_length=1)]

    def oddities(self) -> Iterable[Deviation]:
        return oddities("meterValue", self.meter_value)


class MeterValuesResponse(Response):
    pass


class ReadingsAreKept(MeterValuesResponse):
    """With their transaction, of which there is nothing else to say."""

    tells_nothing: ClassVar[bool] = True


def meter_values(request: MeterValues, call: Call) -> MeterValuesResponse:
    """Kept with the transaction it names, also one that is unknown; once, however often sent."""
    charge_point, transaction = fetch(
        ChargePoint.of(call.charge_point_id),
        Transaction.of(call.charge_point_id, request.transaction_id or 0),
    )
    charge_point = require_socket(charge_point, call)
    if transaction is None and not _asked_for(charge_point, request, call):
        # readings of a transaction that we hold are taken whatever the registration is (C-20)
        require_accepted(charge_point, call)
    told, unread = request.meter_value or [], request.unread
    if not told and not unread:
        return MeterValuesResponse()
    connector_id = request.connector_id
    if connector_id is None and transaction:
        connector_id = transaction.connector_id
    readings = meter_readings.once(
        call.charge_point_id,
        metering.samples(told),
        digest=digests.of_request(request),
        connector_id=connector_id,
        transaction_id=request.transaction_id,
        first=told[0].timestamp if told else ReceiptTime.of(call.at),
        received_at=call.at,
        unread=unread,
    )
    latest = metering.latest_reading(told)
    moves = (
        [transactions.register_moves(transaction, latest.at, latest.register, latest.location)]
        if transaction and latest and transaction.register_follows(latest.at)
        else []
    )
    problems = transaction_problems.of_samples(transaction, latest, call.at)
    _keep(readings, moves, problems)
    return ReadingsAreKept() if transaction and not problems else MeterValuesResponse()


def _keep(readings: Once, moves: list[Write], problems: list[Write]) -> None:
    """Once, and the register never behind: what dies in between is done when it comes again."""
    failed = _write(readings.writes, moves, problems)
    if readings.finds_no_room(failed):
        _write(readings.alone, moves if problems else [], problems)


def _write(
    readings: list[Write], moves: list[Write], problems: list[Write]
) -> Mapping[int, Raw | None]:
    """Returns what stands in the way of which reading; a transaction would take twice the units."""
    if len(readings) == 1 and not problems:
        return apart(*readings, *moves)
    try:
        transact(*readings, *moves, *problems)
    except Cancelled as error:
        if 0 in error.failed:
            return error.failed
        try:
            transact(*readings)
        except Cancelled as again:
            return again.failed
    return {}


def _asked_for(charge_point: ChargePoint, request: MeterValues, call: Call) -> bool:
    """Whether these are the readings that a Pending charge point was asked for (C-20)."""
    return (
        charge_point.status == "Pending"
        and request.transaction_id is None
        and triggers.expects(charge_point, "MeterValues", call.at)
    )


handler = lambda_handler(meter_values)
