"""Where lists of transactions are read: all or those that run, of the fleet or a charge point."""

from collections.abc import Callable, Sequence
from datetime import datetime

from api.transactions.views import Status
from csms.store.paging import (
    HIGHEST,
    Load,
    Range,
    by_receipt,
    by_time,
    of_partition,
    reading,
)
from csms.store.table import SHARDS, Raw, read, when
from csms.store.transactions import Running, Transaction

Wanted = Callable[[Transaction], bool]


def ranges(
    charge_point_id: str | None,
    status: Status | None,
    now: datetime,
    since: datetime | None,
    until: datetime | None,
) -> list[Range]:
    """By the time of the start's receipt, the newest first."""
    if status == "running":
        if charge_point_id is not None:
            return _running_of(charge_point_id, since, until)
        shards = tuple(f"RUNNING#{shard}" for shard in range(SHARDS))
        return by_receipt(Running, shards, since, until)
    if charge_point_id is not None:
        return by_receipt(Transaction, (f"TX#{charge_point_id}",), since, until)
    return by_time(Transaction, "TX", now, since, until)


def load(
    status: Status | None, id_tag: str | None, connector_id: int | None = None
) -> Load[Transaction]:
    """What stands behind the entries of such a list."""

    def wanted(one: Transaction) -> bool:
        stopped = one.stopped_at is not None
        return (
            (status is None or stopped == (status == "stopped"))
            and (id_tag is None or one.id_tag.upper() == id_tag.upper())
            and connector_id in (None, one.connector_id)
        )

    return _beside(wanted) if status == "running" else reading(Transaction, wanted)


def _running_of(
    charge_point_id: str, since: datetime | None, until: datetime | None
) -> list[Range]:
    low = Running.PREFIX + (when(since) if since else "")
    high = Running.PREFIX + (when(until) if until else HIGHEST)
    return of_partition(Running, f"CP#{charge_point_id}", low, high, newest_first=True)


def _beside(wanted: Wanted) -> Load[Transaction]:
    """For entries of markers: the transactions that they stand beside."""

    def load(entries: Sequence[Raw]) -> list[Transaction | None]:
        keys = [_key(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries]
        found = {(one.pk, one.sk): one for one in read(Transaction, keys) if wanted(one)}
        return [found.get(key) for key in keys]

    return load


def _key(pk: str, marker: str) -> tuple[str, str]:
    stub = Transaction.of(pk.removeprefix("CP#"), int(marker.rpartition("#")[2]))
    return stub.pk, stub.sk
