"""Queries that look at what they will answer, and at nothing else of a partition.

ministack sorts a whole partition, and tries the key condition on each of its items, for every page
that is asked of it. Here the keys of a partition are kept in order. A query is given a table that
has as many items as its page can have; what it answers from that is ministack's own affair, so
that checks, filters, projections, pages and refusals are as they were.

It relies on these of the module's own names: _query, _scan, _tables, _index_key_lists,
_INDEX_MEMBERS.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from ministack.services import dynamodb  # type: ignore[import-not-found]

from .key_conditions import Key, behind, bounds, form_of, text_of

Item = Mapping[str, Any]

_SORTED_ANEW = 64  # items: a smaller partition of a table is not worth keeping in order


class Orders:
    """The keys of the items of one table, by index and partition, each partition in order."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        strings = {
            one["AttributeName"]
            for one in table["AttributeDefinitions"]
            if one["AttributeType"] == "S"
        }
        self._keys = (table["pk_name"], table["sk_name"])
        self._known = set(self._keys) <= strings
        self._indexes: dict[str, tuple[str, str]] = {}
        for index in table["GlobalSecondaryIndexes"]:
            hashes, ranges = dynamodb._index_key_lists(index)
            if len(hashes) == len(ranges) == 1 and {*hashes, *ranges} <= strings:
                self._indexes[index["IndexName"]] = (hashes[0], ranges[0])
        self._of_index: dict[str, dict[str, list[Key]]] = {name: {} for name in self._indexes}
        self._of_table: dict[str, list[Key]] = {}
        for pk, items in table["items"].items():
            for sk, item in items.items():
                for name, key in self._places(pk, sk, item):
                    self._of_index[name].setdefault(key[0], []).append(key[1:])
        for partitions in self._of_index.values():
            for keys in partitions.values():
                keys.sort()

    def changed(self, pk: str, sk: str, old: Item | None, new: Item | None) -> None:
        """An item of the table has come, gone or become another."""
        before = set(self._places(pk, sk, old)) if old else set()
        after = set(self._places(pk, sk, new)) if new else set()
        for name, (partition, *key) in before - after:
            keys = self._of_index[name][partition]
            del keys[bisect_left(keys, tuple(key))]
            if not keys:
                del self._of_index[name][partition]
        for name, (partition, *key) in after - before:
            insort(self._of_index[name].setdefault(partition, []), tuple(key))
        if (old is None) is not (new is None) and pk in self._of_table:
            keys = self._of_table[pk]
            if new is not None:
                insort(keys, (sk, pk))
            else:
                del keys[bisect_left(keys, (sk, pk))]
                if len(keys) < _SORTED_ANEW:
                    del self._of_table[pk]

    def narrowed(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """A table of what this query may look at; None if it is not of a form known here."""
        text, index = request.get("KeyConditionExpression"), request.get("IndexName")
        values = request.get("ExpressionAttributeValues")
        if not isinstance(text, str) or not isinstance(values, dict):
            return None
        form = form_of(text)
        if form is None or not self._known or not (index is None or str(index) in self._indexes):
            return None
        partition_name, sort_name = self._indexes[index] if index else self._keys
        partition = text_of(values.get(form["is"]))
        if form["pk"] != partition_name or partition is None:
            return None
        keys = self._in_order(index, partition)
        within = bounds(keys, form, sort_name, values)
        names = (sort_name, *self._keys) if index else (sort_name, self._keys[0])
        some = behind(keys, within, names, request) if within else None
        return None if some is None else self._of(some, index, partition)

    def begun(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """As `narrowed`, of a scan that asks for the first items: whether there are any."""
        limit: Any = request.get("Limit")
        if request.keys() != {"TableName", "Limit"} or not isinstance(limit, int) or limit < 1:
            return None
        items = self._table["items"]
        return {**self._table, "items": {pk: items[pk] for pk in nsmallest(limit, items)}}

    def _in_order(self, index: str | None, partition: str) -> Sequence[Key]:
        if index:
            return self._of_index[index].get(partition, ())
        if partition in self._of_table:
            return self._of_table[partition]
        keys: list[Key] = sorted((sk, partition) for sk in self._table["items"].get(partition, ()))
        if len(keys) >= _SORTED_ANEW:
            self._of_table[partition] = keys
        return keys

    def _of(self, keys: Sequence[Key], index: str | None, partition: str) -> dict[str, Any]:
        items: dict[str, dict[str, Item]] = {}
        own = [key[1:] if index else (key[1], key[0]) for key in keys]
        for pk, sk in own:
            items.setdefault(pk, {})[sk] = self._table["items"][pk][sk]
        table = {**self._table, "items": items}
        table[dynamodb._INDEX_MEMBERS] = {index: {partition: dict.fromkeys(own)}} if index else None
        return table

    def _places(self, pk: str, sk: str, item: Item) -> list[tuple[str, Key]]:
        """The indexes that an item is in, each with the partition and the key in that."""
        return [
            (name, (item[of]["S"], item[by]["S"], pk, sk))
            for name, (of, by) in self._indexes.items()
            if of in item and by in item
        ]


class Queries:
    """ministack's Query and Scan, on a table of what matters."""

    def __init__(self) -> None:
        self._query, self._scan = dynamodb._query, dynamodb._scan
        self._orders: dict[str, Orders] = {}
        dynamodb._query, dynamodb._scan = self._queried, self._scanned

    def keep(self, table: dict[str, Any]) -> None:
        """From here on; whoever calls it tells of every later change."""
        self._orders[table["TableName"]] = Orders(table)

    def changed(self, table: str, pk: str, sk: str, old: Item | None, new: Item | None) -> None:
        if table in self._orders:
            self._orders[table].changed(pk, sk, old, new)

    def _queried(self, request: dict[str, Any]) -> Any:
        orders = self._of(request)
        return _answer(self._query, request, orders.narrowed(request) if orders else None)

    def _scanned(self, request: dict[str, Any]) -> Any:
        orders = self._of(request)
        return _answer(self._scan, request, orders.begun(request) if orders else None)

    def _of(self, request: Mapping[str, Any]) -> Orders | None:
        name = request.get("TableName")
        return self._orders.get(name) if isinstance(name, str) else None


def _answer(
    operation: Callable[[dict[str, Any]], Any], request: dict[str, Any], table: Any | None
) -> Any:
    if table is None:
        return operation(request)
    # it awaits nothing, so nobody else sees these
    tables, dynamodb._tables = dynamodb._tables, {request["TableName"]: table}
    try:
        return operation(request)
    finally:
        dynamodb._tables = tables
