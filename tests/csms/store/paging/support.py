"""Lists to read in parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from csms.store import table
from csms.store.paging import Load, Position, Range, part
from csms.store.reported.message_log import LoggedFrame
from csms.store.reported.reports import Report
from tests.stored import provision_id_tag
from tests.support import NOON


def whole(ranges: Sequence[Range], limit: int, load: Load[Any]) -> list[Any]:
    """Part after part."""
    items: list[Any] = []
    position: Position | None = None
    for _ in range(100):
        found = part(ranges, limit, position, load)
        assert len(found.items) <= limit
        items += found.items
        if found.position is None:
            return items
        position = found.position
    raise AssertionError("the list has no end")


def tags(count: int) -> list[str]:
    names = [f"T{number:03}" for number in range(count)]
    for number, name in enumerate(names):
        provision_id_tag(name, blocked=number % 10 == 0)
    return names


def report(at: datetime, charge_point: str = "CP1") -> None:
    one = Report(f"CP#{charge_point}", f"Kind#{table.when(at)}#", action="Kind", payload={})
    one.at = one.received_at = at
    one.by_time_pk, one.by_time_sk = table.by_time("Kind", charge_point, at)
    table.perform(table.put(one))


def logged(keys: Sequence[str]) -> None:
    for key in keys:
        table.perform(table.put(LoggedFrame("LOG#", key, frame="[]", received_at=NOON)))
