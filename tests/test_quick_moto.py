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
