"""A part of a list: so many of the items behind a position."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from csms.store.paging.positions import BadPosition, Position
from csms.store.paging.ranges import Range
from csms.store.table import HistoryItem, Raw, StateItem, item_of, read

S = TypeVar("S", bound=StateItem | HistoryItem)
T = TypeVar("T")

MOST_ROUNDS = 6  # one part's, of looking for items that pass the filters
MOST_EMPTY = 48  # and queries of months or days in which there is nothing
HEAVIEST = 1_000_000  # of a part: of the 6 MB that Lambda may answer, in JSON twice over


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some items in order; the list goes on behind `position`, unless that is None."""

    items: list[T]
    position: Position | None


Load = Callable[[Sequence[Raw]], Sequence[T | None]]
"""From raw entries of a list to what they stand for; None for what has gone or is not wanted."""


def reading(model: type[S], wanted: Callable[[S], bool] = lambda _: True) -> Load[S]:
    """For entries of an index, which are keys alone: read the items, and take those that pass."""

    def load(entries: Sequence[Raw]) -> list[S | None]:
        keys = [(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries]
        found = {(item.pk, item.sk): item for item in read(model, keys) if wanted(item)}
        return [found.get(key) for key in keys]

    return load


def taking(model: type[S], wanted: Callable[[S], bool] = lambda _: True) -> Load[S]:
    """For entries of a partition, which are the items themselves."""

    def load(entries: Sequence[Raw]) -> list[S | None]:
        items = (item_of(model, entry) for entry in entries)
        return [item if item is not None and wanted(item) else None for item in items]

    return load


def part(
    ranges: Sequence[Range],
    limit: int,
    position: Position | None,
    load: Load[T],
    weigh: Callable[[T], int] = lambda _: 0,
) -> Part[T]:
    """So many of the items behind a position, or fewer if many do not pass; raises BadPosition.

    `weigh`, in characters, where items may be large: a part ends with the one that fills it.
    """
    items: list[T] = []
    weight = 0
    behind: Position = position or {}
    left = _from(ranges, behind)
    rounds = empty = 0
    while left and rounds < MOST_ROUNDS and empty < MOST_EMPTY:
        if len(items) == limit or weight >= HEAVIEST:
            break
        some = left[0].some(behind, limit + 1)
        if some:
            rounds += 1
        else:
            empty += len(left[0].partitions)
        drained, some = len(some) <= limit, some[:limit]
        values = load([entry for entry, _ in some])
        for number, (value, (_, place)) in enumerate(zip(values, some, strict=True), start=1):
            behind = place
            if value is not None:
                items.append(value)
                weight += weigh(value)
            if len(items) == limit or weight >= HEAVIEST:
                drained = drained and number == len(some)
                break
        if drained:
            left = left[1:]
            behind = {"in": [left[0].label]} if left else {}
    return Part(items, behind if left else None)


def _from(ranges: Sequence[Range], position: Position) -> Sequence[Range]:
    if not position:
        return ranges
    for number, one in enumerate(ranges):
        if list(position.get("in", ())) == [one.label]:
            return ranges[number:]
    raise BadPosition
