"""…/meter-values: what the meters of a charge point said, of one transaction or in all."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.existence import must_be_known
from api.http.cursors import MOST_ITEMS
from api.http.operations import Order, Resource, Since, Until, shows
from api.http.request_context import RequestContext
from api.transactions.meter_value_views import EXAMPLE, MeterReadings, views
from api.transactions.resource import OF_CHARGE_POINT, TransactionId, found_transaction
from csms.domain import metering
from csms.domain.metering import Reading
from csms.domain.transactions import EARLIEST, plausible
from csms.store.paging import (
    FIRST_MONTH,
    HIGHEST,
    LOWEST,
    ByWindows,
    Part,
    Range,
    part,
    taking,
)
from csms.store.reported import meter_readings, shared_readings
from csms.store.table import when
from csms.store.transactions import Transaction

resource = Resource("", "Meter values")

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
A_SAMPLE = 250  # characters, about

Connector = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
OfTransaction = Annotated[int | None, Query(ge=-(2**63), le=2**63 - 1)]


@resource.operation(
    "GET",
    "/charge-points/{chargePointId}/meter-values",
    "viewer",
    shows(MeterReadings, {"items": [EXAMPLE]}),
    paged=True,
)
def list_meter_values(
    context: RequestContext,
    charge_point_id: str,
    since: Since = None,
    until: Until = None,
    connector_id: Connector = None,
    transaction_id: OfTransaction = None,
    order: Order = "desc",
) -> MeterReadings:
    """What the meters of a charge point said.

    Their order, `from` and `to` go by the charge point's time of a message's first sample. Without
    `from` and `to` that is the time since there is this CSMS, up to tomorrow: what a wrong clock
    has put elsewhere is found there.
    """
    first = min(max(since or FIRST_MONTH, FIRST), LAST)
    last = max(min(until or context.at + DAY, LAST), FIRST)
    low, high = when(first), when(until) if until else HIGHEST
    found = _found(
        context,
        _ranges(charge_point_id, _months(first, last), low, high, order),
        connector_id,
        transaction_id,
    )
    must_be_known(charge_point_id, context, found)
    return _page(context, found)


@resource.operation(
    "GET",
    OF_CHARGE_POINT + "/{transactionId}/meter-values",
    "viewer",
    shows(MeterReadings, {"items": [EXAMPLE]}),
    paged=True,
)
def list_transaction_meter_values(
    context: RequestContext,
    charge_point_id: str,
    transaction_id: TransactionId,
    order: Order = "asc",
) -> MeterReadings:
    """What the meter said of one transaction, with the data that came with its stop."""
    one = found_transaction(charge_point_id, transaction_id)
    ranges = _ranges(charge_point_id, _months_of(one, context.at), "", HIGHEST, order)
    return _page(context, _found(context, ranges, None, transaction_id))


def last_readings(one: Transaction, now: datetime) -> list[Reading]:
    """What the energy register said of a transaction, as far back as one part reaches."""
    ranges = _ranges(one.charge_point_id, _months_of(one, now), "", HIGHEST, "desc")
    load = taking(
        meter_readings.MeterReading, lambda reading: reading.transaction_id == one.transaction_id
    )
    found = part(ranges, MOST_ITEMS, None, load, _weight)
    kept = (sample for message in found.items for sample in message.samples)
    return metering.readings(kept, one.register_location or "Outlet")


def _found(
    context: RequestContext,
    ranges: Sequence[Range],
    connector_id: int | None,
    transaction_id: int | None,
) -> Part[meter_readings.MeterReading]:
    def wanted(reading: meter_readings.MeterReading) -> bool:
        return connector_id in (None, reading.connector_id) and transaction_id in (
            None,
            reading.transaction_id,
        )

    return part(
        ranges,
        context.paging.limit,
        context.paging.position,
        taking(meter_readings.MeterReading, wanted),
        _weight,
    )


def _weight(reading: meter_readings.MeterReading) -> int:
    """In characters, about."""
    return A_SAMPLE * len(reading.samples) + len(str(reading.unread or ""))


def _ranges(
    charge_point_id: str, months: Sequence[str], low: str, high: str, order: Order
) -> list[Range]:
    return [
        ByWindows(
            meter_readings.MeterReading.Meta.table_name,
            (f"METER#{charge_point_id}#{month}",),
            low or LOWEST,
            high,
            newest_first=order == "desc",
            label=month,
            apiece=meter_readings.apiece,
            window=shared_readings.window,
        )
        for month in (reversed(months) if order == "desc" else months)
    ]


def _months_of(one: Transaction, now: datetime) -> list[str]:
    """Where its readings may lie: by its charge point's clock, and by ours if that was wrong."""
    begun, ended = one.started_at, one.stopped_at or now
    months = {*_months(begun, begun), *_months(ended, ended)}
    months.update(_months(one.start_received_at, one.stop_received_at or now))
    if plausible(begun, one.start_received_at):
        months.update(_months(max(begun - DAY, EARLIEST), min(ended, now) + DAY))
    return sorted(months)


def _months(first: datetime, last: datetime) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def _page(context: RequestContext, found: Part[meter_readings.MeterReading]) -> MeterReadings:
    return MeterReadings(items=views(found.items), cursor=context.paging.cursor(found.position))
