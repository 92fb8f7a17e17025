"""What a transaction's messages say that an operator should see: writes that go with their own."""

from datetime import datetime

from csms.domain.metering import Reading
from csms.store.reported.problems import (
    CANNOT_BE_RUNNING,
    ENERGY_BELOW_ZERO,
    GOES_ON_REFUSED,
    Problem,
    again,
    ended,
)
from csms.store.table import Write
from csms.store.transactions import Transaction


def of_samples(
    transaction: Transaction | None, latest: Reading | None, at: datetime
) -> list[Write]:
    """Of MeterValues that name this transaction; `at` is ours."""
    if transaction is None or transaction.stopped_at is not None:
        return []
    owner, number = transaction.charge_point_id, transaction.transaction_id
    writes = []
    if transaction.id_tag_info["status"] != "Accepted":
        writes.append(again(owner, GOES_ON_REFUSED, at, number))
    news = latest if latest and transaction.register_follows(latest.at) else None
    begun_at = transaction.meter_start
    if news and begun_at is not None and news.register < begun_at:
        writes.append(again(owner, ENERGY_BELOW_ZERO, at, number))
    return writes


def of_stop(transaction: Transaction | None, meter_stop: int | None, at: datetime) -> list[Write]:
    """Of the stop that ends this transaction; another changes nothing."""
    if transaction is None or transaction.stop_digest is not None:
        return []
    owner, number = transaction.charge_point_id, transaction.transaction_id
    writes = []
    if transaction.id_tag_info["status"] != "Accepted":
        writes += ended(Problem.of(owner, GOES_ON_REFUSED, number))
    if transaction.cannot_run_at is not None:
        writes += ended(Problem.of(owner, CANNOT_BE_RUNNING, number))
    meter_start = transaction.meter_start
    if meter_start is None or meter_stop is None:
        return writes
    if meter_stop < meter_start:
        writes.append(again(owner, ENERGY_BELOW_ZERO, at, number))
    elif (transaction.energy or 0) < 0:
        writes += ended(Problem.of(owner, ENERGY_BELOW_ZERO, number))
    return writes
