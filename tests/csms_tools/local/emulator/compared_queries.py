"""Runs in the emulators' environment: queries of random items, with and without what narrows them.

Prints as JSON how many came to the same, which did not, and what the longest of them looked at.
"""

import asyncio
import json
import sys
from collections import Counter
from random import Random
from typing import Any

from ministack.services import dynamodb  # type: ignore[import-not-found]

from csms_tools.local.emulator.dynamodb import DynamoDB
from csms_tools.local.emulator.orders import Queries

Raw = dict[str, Any]

LETTERS = ("a", "b", "é", "\U0001f50c", "#", "0", "\U0010ffff")
INDEXES: dict[str | None, tuple[str, str]] = {
    None: ("pk", "sk"),
    "by_time": ("by_time_pk", "by_time_sk"),
    "by_name": ("by_name_pk", "by_name_sk"),
    "by_size": ("by_name_pk", "size"),
}
CONDITIONS = (
    "{pk} = :pk",
    *("{pk} = :pk AND {sk} BETWEEN :low AND :high",) * 4,
    *("{pk} = :pk AND begins_with({sk}, :low)",) * 3,
    *(f"{{pk}} = :pk AND {{sk}} {how} :low" for how in ("=", "<", "<=", ">", ">=")),
    "{sk} > :low AND {pk} = :pk",
    "#pk = :pk AND {sk} > :low",
    "{pk} = :pk AND other = :low",
    "{pk} = :pk AND {sk} <> :low",
    "({pk} = :pk) AND ({sk} > :low)",
    "{pk} = :low",
)


def table(name: str, *, by_number: bool = False) -> Raw:
    names = ("pk", "sk", "by_time_pk", "by_time_sk", "by_name_pk", "by_name_sk")
    types = dict.fromkeys(names, "S") | {"size": "N"}
    if by_number:
        types["sk"] = "N"
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in types.items()
        ],
        "KeySchema": _schema("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index,
                "KeySchema": _schema(*keys),
                "Projection": {"ProjectionType": "ALL" if index == "by_name" else "KEYS_ONLY"},
            }
            for index, keys in INDEXES.items()
            if index
        ],
    }


def _schema(pk: str, sk: str) -> list[Raw]:
    return [
        {"AttributeName": pk, "KeyType": "HASH"},
        {"AttributeName": sk, "KeyType": "RANGE"},
    ]


class Trial:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.outcomes: Counter[str] = Counter()
        self.different: list[Raw] = []
        self.looked_at = 0

    def word(self, most: int = 3) -> str:
        return "".join(self.random.choices(LETTERS, k=self.random.randint(1, most)))

    def item(self) -> Raw:
        item = {"pk": {"S": self.word(1)}, "sk": {"S": self.word()}}
        for pk, sk in (("by_time_pk", "by_time_sk"), ("by_name_pk", "by_name_sk")):
            if self.random.random() < 0.8:
                item |= {pk: {"S": self.word(1)}, sk: {"S": self.word(2)}}
            elif self.random.random() < 0.2:
                item[pk] = {"S": self.word(1)}
        if self.random.random() < 0.5:
            item["size"] = {"N": str(self.random.randint(-20, 20))}
        return item | {"other": {"S": self.word() * self.random.choice((*[1] * 30, 20_000))}}

    def query(self, name: str) -> Raw:
        chance = self.random.random
        index = self.random.choice(list(INDEXES))
        pk, sk = INDEXES[index]
        condition = self.random.choice(CONDITIONS).format(pk=pk, sk=sk)
        low, high = self.word(2), self.word(2)
        if chance() < 0.9:
            low, high = sorted((low, high))
        values: Raw = {":pk": {"S": self.word(1)}, ":low": {"S": low}, ":high": {"S": high}}
        if sk == "size":
            values |= {":low": {"N": "-3"}, ":high": {"N": "9"}}
        if chance() < 0.02:
            values[self.random.choice(list(values))] = {self.random.choice("SNB"): ""}
        used = {name: value for name, value in values.items() if name in condition}
        query: Raw = {
            "TableName": name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": used,
            "ScanIndexForward": chance() < 0.5,
        }
        if index:
            query["IndexName"] = index
        if "#pk" in condition:
            query["ExpressionAttributeNames"] = {"#pk": pk}
        if chance() < 0.8:
            query["Limit"] = self.random.choice((*(1, 2, 3, 10, 1000) * 4, 0, -1))
        if chance() < 0.3:
            query["FilterExpression"] = "attribute_exists(size) OR other > :other"
            used[":other"] = {"S": self.word()}
        if chance() < 0.1:
            query |= {"ProjectionExpression": "pk, sk"}
        if chance() < 0.1:
            query |= {"Select": "COUNT"}
        if chance() < 0.1:
            query |= {"ConsistentRead": True}
        return query

    def compare(self, plain: Any, query: Raw, pages: int = 4) -> None:
        """Page by page, and from a place where no page has ended."""
        for _ in range(pages):
            expected = self.same(query, plain, dynamodb._query)
            place = json.loads(expected[2]).get("LastEvaluatedKey")
            if place is None:
                if expected[0] == 200 and self.random.random() < 0.3:
                    query = {**query, "ExclusiveStartKey": self.place(query)}
                    continue
                return
            query = {**query, "ExclusiveStartKey": place}

    def same(self, asked: Raw, plain: Any, narrowed: Any) -> Any:
        expected, found = plain(_copy(asked)), narrowed(_copy(asked))
        if expected != found:
            self.different.append({"asked": asked, "expected": str(expected)[:500]})
        self.outcomes[str(expected[0])] += 1
        return expected

    def place(self, query: Raw) -> Raw:
        names = dict.fromkeys((*INDEXES[None], *INDEXES[query.get("IndexName")]))
        place: Raw = {name: {"S": self.word(2)} for name in names}
        if "size" in place:
            place["size"] = {"N": "4"}
        if self.random.random() < 0.2:
            place.popitem()
        return place


def _copy(query: Raw) -> Raw:
    copied: Raw = json.loads(json.dumps(query))
    return copied


async def main(seed: int, rounds: int) -> None:
    plain, scan = dynamodb._query, dynamodb._scan
    store, trial = DynamoDB(None), Trial(seed)
    for described in (table("state"), table("numbered", by_number=True)):
        await asked(store, "CreateTable", described)
    for number in range(rounds):
        for _ in range(trial.random.randint(1, 20)):
            item = trial.item()
            key = {name: item[name] for name in ("pk", "sk")}
            if trial.random.random() < 0.7:
                await asked(store, "PutItem", {"TableName": "state", "Item": item})
            else:
                await asked(store, "DeleteItem", {"TableName": "state", "Key": key})
        trial.compare(plain, trial.query("state"))
        if number % 10 == 0:
            numbered = trial.item() | {"sk": {"N": str(number)}}
            await asked(store, "PutItem", {"TableName": "numbered", "Item": numbered})
            trial.compare(plain, trial.query("numbered"))
        for scanned in ({"Limit": trial.random.randint(0, 9)}, {}):
            trial.same({"TableName": "state"} | scanned, scan, dynamodb._scan)
    again = Queries()  # what was there at a start comes to the same as what has come since
    again.keep(dynamodb._tables["state"])
    for _ in range(rounds // 2):
        trial.compare(plain, trial.query("state"))
    print(
        json.dumps(
            {
                "outcomes": trial.outcomes,
                "different": trial.different[:3],
                "looked at": await looked_at(store),
            }
        )
    )


async def looked_at(store: DynamoDB) -> dict[str, int]:
    """How many items each page of a long partition takes."""
    name, evaluated, seen = "long", dynamodb._evaluate_condition, Counter[str]()
    await asked(store, "CreateTable", table(name))
    for number in range(2000):
        item = {each: {"S": f"{number:04}"} for each in ("sk", "by_time_sk")}
        item |= {each: {"S": "one"} for each in ("pk", "by_time_pk")}
        await asked(store, "PutItem", {"TableName": name, "Item": item})

    def counted(text: str, *more: Any, **named: Any) -> Any:
        seen["index" if text.startswith("by_time_pk") else "table"] += 1
        return evaluated(text, *more, **named)

    dynamodb._evaluate_condition = counted
    for index in ({}, {"IndexName": "by_time"}):
        pk, sk = INDEXES[index.get("IndexName")]
        query = {
            "TableName": name,
            "KeyConditionExpression": f"{pk} = :pk AND {sk} BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":pk": {"S": "one"},
                ":low": {"S": "0100"},
                ":high": {"S": "1900"},
            },
            "Limit": 10,
            **index,
        }
        found = await asked(store, "Query", query)
        assert [one["sk"]["S"] for one in found["Items"]] == [f"0{one}" for one in range(100, 110)]
    dynamodb._evaluate_condition = evaluated
    return dict(seen)


async def asked(store: DynamoDB, operation: str, request: Raw) -> Raw:
    status, _, body = await store.handle(operation, request)
    answer: Raw = json.loads(body)
    assert status == 200, answer
    return answer


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
