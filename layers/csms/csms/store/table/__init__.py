"""The two tables: every key pattern, every access path, and the few ways to reach them."""

from csms.store.table.apart import apart
from csms.store.table.calls import Raw
from csms.store.table.items import HistoryItem, StateItem, item_of
from csms.store.table.keys import SHARDS, by_end, by_name, by_receipt, by_time, when
from csms.store.table.reads import BATCH, fetch, first_of, get, query, read
from csms.store.table.writes import (
    Cancelled,
    ConditionFailed,
    NoSuchPlace,
    Write,
    absent,
    check,
    delete,
    in_the_way,
    perform,
    put,
    put_as_read,
    transact,
    update,
)

__all__ = [
    "BATCH",
    "SHARDS",
    "Cancelled",
    "ConditionFailed",
    "HistoryItem",
    "NoSuchPlace",
    "Raw",
    "StateItem",
    "Write",
    "absent",
    "apart",
    "by_end",
    "by_name",
    "by_receipt",
    "by_time",
    "check",
    "delete",
    "fetch",
    "first_of",
    "get",
    "in_the_way",
    "item_of",
    "perform",
    "put",
    "put_as_read",
    "query",
    "read",
    "transact",
    "update",
    "when",
]
