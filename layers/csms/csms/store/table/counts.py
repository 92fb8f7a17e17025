"""How many items a list over the whole fleet has: counted in its index, where only keys are."""

from dataclasses import dataclass

from csms.store.table.calls import Raw, call
from csms.store.table.items import HistoryItem, StateItem
from csms.store.table.keys import SHARDS

MOST_PAGES = 4  # of a shard, each 1 MB of keys: over 40,000 items in all


@dataclass(frozen=True)
class Counted:
    """`complete` is False where there are more."""

    number: int
    complete: bool


def count_by_name(model: type[StateItem | HistoryItem], kind: str) -> Counted:
    return _counted(model, "by_name", kind)


def count_by_time(model: type[StateItem | HistoryItem], kind: str) -> Counted:
    """Of a list that is not by the month."""
    return _counted(model, "by_time", kind)


def _counted(model: type[StateItem | HistoryItem], index: str, kind: str) -> Counted:
    shards = [_of_shard(model, index, f"{kind}#{shard}") for shard in range(SHARDS)]
    return Counted(sum(one.number for one in shards), all(one.complete for one in shards))


def _of_shard(model: type[StateItem | HistoryItem], index: str, partition: str) -> Counted:
    arguments: Raw = {
        "TableName": model.Meta.table_name,
        "IndexName": index,
        "KeyConditionExpression": f"{index}_pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": partition}},
        "Select": "COUNT",
    }
    number = 0
    for _ in range(MOST_PAGES):
        answer = call("Query", arguments)
        number += answer["Count"]
        if "LastEvaluatedKey" not in answer:
            return Counted(number, True)
        arguments = arguments | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    return Counted(number, False)
