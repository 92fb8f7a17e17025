"""Transactions that nobody has charged, for a list that is as long as is wanted."""

from datetime import UTC, datetime
from typing import Any

from benchmarks.charge_point import charge_point_id
from benchmarks.systems import System
from csms_tools.local.store_access import point_store_at

BATCH = 25  # items that one BatchWriteItem takes


def fill(system: System, first: int, last: int) -> None:
    """Transactions of ten thousand charge points, over the month so far."""
    point_store_at(system.state["awsEndpoint"], system.state["region"], system.state["tables"])
    from csms import aws
    from csms.store.table import StateItem, put

    for place in range(first, last, BATCH):
        made = [put(_transaction(n)) for n in range(place, min(place + BATCH, last))]
        puts = [{"PutRequest": {"Item": write.arguments["Item"]}} for write in made]
        wanted = {"RequestItems": {StateItem.Meta.table_name: puts}}
        aws.call(aws.DYNAMODB, "BatchWriteItem", wanted)


def _transaction(number: int) -> Any:
    from csms.store.table import by_time
    from csms.store.transactions import Transaction

    charge_point = charge_point_id(number % 10_000)
    now = datetime.now(UTC)
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    at = month + (now - month) * (number / 100_000)
    transaction = Transaction.of(charge_point, 1 + number)
    transaction.connector_id, transaction.id_tag = 1, "BENCH"
    transaction.id_tag_info = {"status": "Accepted"}
    transaction.started_at = transaction.start_received_at = at
    transaction.start_digest, transaction.meter_start = f"{number}", number
    transaction.by_time_pk, transaction.by_time_sk = by_time("TX", charge_point, at)
    return transaction
