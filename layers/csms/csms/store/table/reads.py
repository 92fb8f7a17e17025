"""Reads: by keys, as of now, and by queries."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar, overload

from csms.store.table import calls
from csms.store.table.calls import Raw
from csms.store.table.items import Item, StateItem, item_of
from csms.store.table.throttling import Throttled, let_cool

BATCH = 100  # keys that one BatchGetItem takes
MOST_IN_VAIN = 5  # of them one after the other that found nothing, for DynamoDB was busy

M = TypeVar("M", bound=Item)
A = TypeVar("A", bound=StateItem)
B = TypeVar("B", bound=StateItem)
C = TypeVar("C", bound=StateItem)
D = TypeVar("D", bound=StateItem)
E = TypeVar("E", bound=StateItem)
F = TypeVar("F", bound=StateItem)


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
def fetch(*stubs: StateItem) -> tuple[StateItem | None, ...]:
    """Read items by the keys of these stubs, a hundred in a round trip, as of now."""
    keys = {(stub.pk, stub.sk) for stub in stubs}
    found = {(item.pk, item.sk): item for item in _batch(sorted(keys), StateItem)}
    return tuple(found.get((stub.pk, stub.sk)) for stub in stubs)


def read(model: type[M], keys: Sequence[tuple[str, str]]) -> list[M]:
    """The items of a model that stand under these keys, in their order, as of now."""
    found = {(item.pk, item.sk): item for item in _batch(sorted(set(keys)), model)}
    return [found[key] for key in keys if key in found]


def _batch(keys: Sequence[tuple[str, str]], model: type[M]) -> Iterable[M]:
    name = model.Meta.table_name
    for place in range(0, len(keys), BATCH):
        batch = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys[place : place + BATCH]]
        wanted: Raw = {name: {"Keys": batch, "ConsistentRead": True}}
        in_vain = 0
        while wanted:
            answer = calls.call("BatchGetItem", {"RequestItems": wanted})
            items = (item_of(model, raw) for raw in answer["Responses"].get(name, []))
            yield from (item for item in items if item is not None)
            left = answer.get("UnprocessedKeys", {})
            in_vain = in_vain + 1 if left == wanted else 0
            if in_vain == MOST_IN_VAIN:
                raise Throttled(f"{len(left[name]['Keys'])} keys were left over")
            if left:
                let_cool(in_vain)
            wanted = left


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
