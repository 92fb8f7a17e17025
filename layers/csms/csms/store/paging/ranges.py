"""Ranges: what one round of queries reads of a list, and the ranges that make up each list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import TypeVar

from csms.store.paging.positions import BadPosition, Position
from csms.store.table import SHARDS, HistoryItem, Raw, StateItem, first_of, when

S = TypeVar("S", bound=StateItem | HistoryItem)

FIRST_MONTH = datetime(2026, 1, 1, tzinfo=UTC)  # before it there was no CSMS
LOWEST, HIGHEST = "\x00", "\U0010ffff"
LONGEST_KEY = 2048  # bytes


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


def by_name(
    model: type[S], kind: str, prefix: str = "", *, until: str | None = None
) -> list[Range]:
    """The list of a kind over the whole fleet, by name; `prefix` of the names, or the last."""
    shards = tuple(f"{kind}#{shard}" for shard in range(SHARDS))
    low, high = prefix or LOWEST, until or prefix + HIGHEST
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


def by_end(
    model: type[S], kind: str, since: datetime | None = None, until: datetime | None = None
) -> list[Range]:
    """The list of a kind over the whole fleet by when each ends, the soonest first."""
    shards = tuple(f"{kind}#{shard}" for shard in range(SHARDS))
    low, high = when(since) if since else LOWEST, when(until) if until else HIGHEST
    return [Range(model.Meta.table_name, shards, low, high, "by_time")]


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
