"""Parts of lists: a bounded number of queries each, however long the list is.

A position says where a part ended; it is text alone, so that a cursor can hold it. One that comes
back may be anybody's invention: it decides where a query begins, never what it may see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Generic, TypeVar

from csms.store.table import SHARDS, HistoryItem, Raw, StateItem, first_of, item_of, read, when

Position = Mapping[str, Sequence[str]]
S = TypeVar("S", bound=StateItem | HistoryItem)
T = TypeVar("T")

MOST_ROUNDS = 6  # one part's, of looking for items that pass the filters
MOST_EMPTY = 48  # and queries of months or days in which there is nothing
FIRST_MONTH = datetime(2026, 1, 1, tzinfo=UTC)  # before it there was no CSMS
LOWEST, HIGHEST = "\x00", "\U0010ffff"
LONGEST_KEY = 2048  # bytes
HEAVIEST = 1_000_000  # of a part: of the 6 MB that Lambda may answer, in JSON twice over


class BadPosition(ValueError):
    """No part of this list has ended there."""


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


@dataclass(frozen=True)
class Range:
    """What one round of queries reads: the shards of a list, or one partition of a table.

    Both ends belong to it; `label` tells it from the others that a part may look at. With
    `prefixes` several kinds of one partition are read as one list, in the order of what follows.
    """

    table: str
    partitions: tuple[str, ...]
    low: str
    high: str
    index: str = ""
    newest_first: bool = False
    label: str = ""
    prefixes: tuple[str, ...] = ("",)

    @property
    def _names(self) -> tuple[str, str]:
        return (f"{self.index}_pk", f"{self.index}_sk") if self.index else ("pk", "sk")

    def some(self, position: Position, most: int) -> list[tuple[Raw, Position]]:
        """The first entries behind a position, in order, each with the position behind it."""
        _, sk = self._names
        numbers = range(len(self.partitions) * len(self.prefixes))
        streams = [self._query(number, position, most) for number in numbers]
        merged = merge(*streams, key=self._order, reverse=self.newest_first)
        some: list[tuple[Raw, Position]] = []
        for number, entry in islice(merged, most):
            behind = [entry[name]["S"] for name in (sk, "pk", "sk")]
            position = {**position, "in": [self.label], str(number): behind}
            some.append((entry, position))
        return some

    def _order(self, one: tuple[int, Raw]) -> str:
        number, entry = one
        text: str = entry[self._names[1]]["S"]
        return text.removeprefix(self._stream(number)[1])

    def _stream(self, number: int) -> tuple[str, str]:
        partition, prefix = divmod(number, len(self.prefixes))
        return self.partitions[partition], self.prefixes[prefix]

    def _query(self, number: int, position: Position, most: int) -> list[tuple[int, Raw]]:
        if self.low > self.high:
            return []  # DynamoDB refuses to be asked
        pk, sk = self._names
        partition, prefix = self._stream(number)
        arguments: Raw = {
            "TableName": self.table,
            "KeyConditionExpression": f"{pk} = :pk AND {sk} BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":pk": {"S": partition},
                ":low": {"S": prefix + self.low},
                ":high": {"S": prefix + self.high},
            },
            "ScanIndexForward": not self.newest_first,
        }
        if self.index:
            arguments["IndexName"] = self.index
        else:
            arguments["ConsistentRead"] = True
        if str(number) in position:
            arguments["ExclusiveStartKey"] = self._behind(number, position[str(number)])
        return [(number, entry) for entry in first_of(arguments, most)]

    def _behind(self, number: int, entry: Sequence[str]) -> Raw:
        if len(entry) != 3 or not all(0 < len(part.encode()) <= LONGEST_KEY for part in entry):
            raise BadPosition
        order, pk, sk = entry
        partition, prefix = self._stream(number)
        if not prefix + self.low <= order <= prefix + self.high:
            raise BadPosition  # DynamoDB refuses what is outside of the conditions
        if not self.index:
            return {"pk": {"S": partition}, "sk": {"S": order}}
        of_list, in_list = self._names
        return {
            "pk": {"S": pk},
            "sk": {"S": sk},
            of_list: {"S": partition},
            in_list: {"S": order},
        }


def by_name(model: type[S], kind: str, prefix: str = "") -> list[Range]:
    """The list of a kind over the whole fleet, by name; `prefix` of the names."""
    shards = tuple(f"{kind}#{shard}" for shard in range(SHARDS))
    low, high = prefix or LOWEST, prefix + HIGHEST
    return [Range(model.Meta.table_name, shards, low, high, "by_name")]


def by_time(
    model: type[S],
    kind: str,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Range]:
    """The list of a kind over the whole fleet, from `since` to before `until`, newest first."""
    first, last = max(since or FIRST_MONTH, FIRST_MONTH), min(until or now, now)
    months = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
    return [
        Range(
            model.Meta.table_name,
            tuple(f"{kind}#{month}#{shard}" for shard in range(SHARDS)),
            when(first),
            when(until) if until else HIGHEST,
            "by_time",
            newest_first=True,
            label=month,
        )
        for month in (f"{number // 12}-{number % 12 + 1:02}" for number in months)
    ]


def by_receipt(
    model: type[S],
    partitions: tuple[str, ...],
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Range]:
    """A list of `by_name` whose names are times, from `since` to before `until`, newest first."""
    low, high = when(since) if since else LOWEST, when(until) if until else HIGHEST
    return [Range(model.Meta.table_name, partitions, low, high, "by_name", newest_first=True)]


def of_partition(
    model: type[S],
    pk: str,
    low: str = "",
    high: str = "",
    *,
    newest_first: bool = False,
    label: str = "",
    prefixes: tuple[str, ...] = ("",),
) -> list[Range]:
    """The items of a partition whose sort keys lie between these; a prefix is its own `low`."""
    name, high = model.Meta.table_name, high or low + HIGHEST
    return [Range(name, (pk,), low or LOWEST, high, "", newest_first, label, prefixes)]


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
