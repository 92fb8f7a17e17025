from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import client

KEY = {"pk": {"S": "CP#CP1"}, "sk": {"S": "A"}}


@pytest.mark.parametrize(
    "expression",
    [
        "SET #a = :one, #a = :one",
        "SET a.b = :one, a = :one",
        "SET a = :one ADD a :one",
        "SET a = :one SET b = :one",
    ],
)
def test_an_update_that_dynamodb_refuses_is_refused(expression: str, store: None) -> None:
    names = {"ExpressionAttributeNames": {"#a": "a"}} if "#" in expression else {}
    with pytest.raises(ClientError, match="ValidationException"):
        client("dynamodb", "eu-west-1").update_item(
            TableName="csms-state",
            Key=KEY,
            UpdateExpression=expression,
            ExpressionAttributeValues={":one": {"N": "1"}},
            **names,
        )


def test_an_item_comes_back_as_it_was_put(store: None) -> None:
    dynamodb = client("dynamodb", "eu-west-1")
    kinds = {"N": "7"}, {"BOOL": False}, {"NULL": True}, {"B": b"\x00"}, {"SS": ["x"]}, {"S": ""}
    inner = {"L": [{"M": {"S": {"S": "a member called as a kind"}, "N": one}} for one in kinds]}
    item = KEY | {"deep": inner, "flat": {"N": "1"}}
    dynamodb.put_item(TableName="csms-state", Item=item)
    assert dynamodb.get_item(TableName="csms-state", Key=KEY)["Item"] == item


def test_what_one_test_stores_is_gone_in_the_next(store: None) -> None:
    assert client("dynamodb", "eu-west-1").scan(TableName="csms-state")["Items"] == []


def test_what_is_written_together_and_refused_leaves_all_as_it_was(store: None) -> None:
    dynamodb = client("dynamodb", "eu-west-1")
    there = [KEY | {"sk": {"S": sk}, "n": {"N": "1"}} for sk in "AB"]
    there += [{"pk": {"S": "CP#CP2"}, "sk": {"S": "A"}, "n": {"N": "1"}}]
    for item in there:
        dynamodb.put_item(TableName="csms-state", Item=item)

    def together(n: str) -> None:
        """As long as n is 1, all else of it is done before it is refused."""
        update = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "2"}}}
        condition = {"ConditionExpression": "n = :n", "ExpressionAttributeValues": {":n": {"N": n}}}
        last = {"pk": {"S": "CP#CP2"}, "sk": {"S": "A"}}
        deeds: list[tuple[str, dict[str, Any]]] = [
            ("Update", {"Key": KEY} | update),
            ("Delete", {"Key": KEY | {"sk": {"S": "B"}}}),
            ("Put", {"Item": KEY | {"sk": {"S": "C"}}}),
            ("Put", {"Item": {"pk": {"S": "CP#CP3"}, "sk": {"S": "A"}}}),
            ("ConditionCheck", {"Key": last} | condition),
        ]
        dynamodb.transact_write_items(
            TransactItems=[{kind: {"TableName": "csms-state"} | deed} for kind, deed in deeds]
        )

    with pytest.raises(ClientError, match="TransactionCanceledException"):
        together("7")
    assert dynamodb.scan(TableName="csms-state")["Items"] == there
    together("1")
    kept = dynamodb.scan(TableName="csms-state")["Items"]
    assert [(one["pk"]["S"], one["sk"]["S"], one.get("n")) for one in kept] == [
        ("CP#CP1", "A", {"N": "2"}),
        ("CP#CP1", "C", None),
        ("CP#CP2", "A", {"N": "1"}),
        ("CP#CP3", "A", None),
    ]
