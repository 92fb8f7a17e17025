"""Parts of lists: a bounded number of queries each, however long the list is."""

from csms.store.paging.minutes import ByMinutes
from csms.store.paging.parts import Load, Part, part, reading, taking
from csms.store.paging.positions import BadPosition, Position
from csms.store.paging.ranges import (
    FIRST_MONTH,
    HIGHEST,
    LOWEST,
    Range,
    by_end,
    by_name,
    by_receipt,
    by_time,
    of_partition,
)
from csms.store.paging.windows import ByWindows

__all__ = [
    "FIRST_MONTH",
    "HIGHEST",
    "LOWEST",
    "BadPosition",
    "ByMinutes",
    "ByWindows",
    "Load",
    "Part",
    "Position",
    "Range",
    "by_end",
    "by_name",
    "by_receipt",
    "by_time",
    "of_partition",
    "part",
    "reading",
    "taking",
]
