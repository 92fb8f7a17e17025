"""Reads: by keys, as of now, and by queries."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar, overload

from csms.store.table import calls
from csms.store.table.calls import Raw
from csms.store.table.items import HistoryItem, Item, StateItem
from csms.store.table.throttling import Throttled, let_cool

BATCH = 100  # keys that one BatchGetItem takes
MOST_IN_VAIN = 5  # of them one after the other that found nothing, for DynamoDB was busy

M = TypeVar("M", bound=Item)
A = TypeVar("A", bound=Item)
B = TypeVar("B", bound=Item)
C = TypeVar("C", bound=Item)
D = TypeVar("D", bound=Item)
E = TypeVar("E", bound=Item)
F = TypeVar("F", bound=Item)

_Key = tuple[str, str, str]  # the name of a table, and the keys of an item of it


def get(stub: M) -> M | None:
    """Read one item of either table by the key of this stub, as of now."""
    arguments = {
        "TableName": stub.Meta.table_name,
        "Key": stub.primary_key,
        "ConsistentRead": True,
    }
    item = calls.call("GetItem", arguments).get("Item")
    return type(stub).from_raw_data(item) if item else None


@overload
def fetch(first: A, /) -> tuple[A | None]: ...
@overload
def fetch(first: A, second: B, /) -> tuple[A | None, B | None]: ...
@overload
def fetch(first: A, second: B, third: C, /) -> tuple[A | None, B | None, C | None]: ...
@overload
def fetch(
    first: A, second: B, third: C, fourth: D, /
) -> tuple[A | None, B | None, C | None, D | None]: ...
@overload
def fetch(
    first: A, second: B, third: C, fourth: D, fifth: E, /
) -> tuple[A | None, B | None, C | None, D | None, E | None]: ...
@overload
def fetch(
    first: A, second: B, third: C, fourth: D, fifth: E, sixth: F, /
) -> tuple[A | None, B | None, C | None, D | None, E | None, F | None]: ...
@overload
def fetch(*stubs: StateItem) -> tuple[StateItem | None, ...]: ...
def fetch(*stubs: Item) -> tuple[Item | None, ...]:
    """Read items of both tables by the keys of these stubs, a hundred in a round trip, as of now.

    Where several have one key, they are one item.
    """
    found = {_key(item): item for item in _batch({_key(stub) for stub in stubs})}
    return tuple(found.get(_key(stub)) for stub in stubs)


def read(model: type[M], keys: Sequence[tuple[str, str]]) -> list[M]:
    """The items of a model that stand under these keys, in their order, as of now."""
    name = model.Meta.table_name
    found = {_key(item): item for item in _batch({(name, *key) for key in keys})}
    items = (found.get((name, *key)) for key in keys)
    return [item for item in items if isinstance(item, model)]


def _key(item: Item) -> _Key:
    return item.Meta.table_name, item.pk, item.sk


def _batch(wanted: set[_Key]) -> Iterable[Item]:
    keys = sorted(wanted)
    for place in range(0, len(keys), BATCH):
        asked: Raw = {}
        for name, pk, sk in keys[place : place + BATCH]:
            of_table = asked.setdefault(name, {"Keys": [], "ConsistentRead": True})
            of_table["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
        in_vain = 0
        while asked:
            answer = calls.call("BatchGetItem", {"RequestItems": asked})
            for name, items in answer["Responses"].items():
                yield from (_of_table(name).from_raw_data(raw) for raw in items)
            left = answer.get("UnprocessedKeys", {})
            in_vain = in_vain + 1 if left == asked else 0
            if in_vain == MOST_IN_VAIN:
                many = sum(len(of_table["Keys"]) for of_table in left.values())
                raise Throttled(f"{many} keys were left over")
            if left:
                let_cool(in_vain)
            asked = left


def _of_table(name: str) -> type[Item]:
    return StateItem if name == StateItem.Meta.table_name else HistoryItem


def query(model: type[M], pk: str, prefix: str = "", *, after: str = "") -> list[M]:
    """All items of a partition whose sort key begins with the prefix, or is past another key."""
    condition, values = "pk = :pk", {":pk": {"S": pk}}
    if prefix or after:
        condition += " AND sk > :sk" if after else " AND begins_with(sk, :sk)"
        values[":sk"] = {"S": after or prefix}
    arguments: Raw = {
        "TableName": model.Meta.table_name,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ConsistentRead": True,
    }
    return [model.from_raw_data(item) for item in _pages(arguments)]


def first_of(arguments: Raw, most: int) -> list[Raw]:
    """The first raw items of a query."""
    return list(islice(_pages(arguments | {"Limit": most}), most))


def _pages(arguments: Raw) -> Iterable[Raw]:
    while True:
        answer = calls.call("Query", arguments)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        arguments = arguments | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
