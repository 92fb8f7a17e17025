"""The store relies on these of DynamoDB's ways; each is checked through a real socket."""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.csms_tools.local.emulator.support import HISTORY, STATE, key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, Any]:
    """The code, and the whole response for what else it holds."""
    response: Any = error.value.response
    return response["Error"]["Code"], response


def stored(dynamodb: "DynamoDBClient", item: dict[str, Any], table: str = STATE) -> Any:
    wanted = {"pk": item["pk"], "sk": item["sk"]}
    return dynamodb.get_item(TableName=table, Key=wanted, ConsistentRead=True).get("Item")


def test_an_item_that_must_be_new_is_put_once(dynamodb: "DynamoDBClient") -> None:
    item = {**key(), "meter": {"N": "1"}}
    new: Any = {"TableName": STATE, "ConditionExpression": "attribute_not_exists(pk)"}
    dynamodb.put_item(Item=item, **new)
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(
            Item={**item, "meter": {"N": "2"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
            **new,
        )
    code, response = refusal(error)
    assert code == "ConditionalCheckFailedException"
    assert response["Item"] == item
    assert stored(dynamodb, item) == item


def test_a_put_tells_what_it_replaced(dynamodb: "DynamoDBClient") -> None:
    item = {**key("CONNECTION"), "connection_id": {"S": "one"}}
    first: Any = dynamodb.put_item(TableName=STATE, Item=item, ReturnValues="ALL_OLD")
    second = dynamodb.put_item(
        TableName=STATE, Item={**item, "connection_id": {"S": "two"}}, ReturnValues="ALL_OLD"
    )
    assert "Attributes" not in first
    assert second["Attributes"] == item


def test_an_update_whose_condition_fails_tells_the_item_and_changes_nothing(
    dynamodb: "DynamoDBClient",
) -> None:
    item = {**key(), "registration": {"S": "Pending"}}
    dynamodb.put_item(TableName=STATE, Item=item)
    with pytest.raises(ClientError) as error:
        dynamodb.update_item(
            TableName=STATE,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET heard = :at",
            ConditionExpression="registration = :accepted",
            ExpressionAttributeValues={":at": {"S": "now"}, ":accepted": {"S": "Accepted"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    code, response = refusal(error)
    assert (code, response["Item"]) == ("ConditionalCheckFailedException", item)
    assert stored(dynamodb, item) == item


def test_a_condition_on_an_item_that_is_not_there_fails_without_an_item(
    dynamodb: "DynamoDBClient",
) -> None:
    missing = key()
    with pytest.raises(ClientError) as error:
        dynamodb.update_item(
            TableName=STATE,
            Key=missing,
            UpdateExpression="SET heard = :at",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":at": {"S": "now"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    code, response = refusal(error)
    assert code == "ConditionalCheckFailedException"
    assert "Item" not in response
    assert stored(dynamodb, missing) is None


def test_a_delete_of_somebody_elses_item_is_refused(dynamodb: "DynamoDBClient") -> None:
    item = {**key("CONNECTION"), "connection_id": {"S": "new"}}
    dynamodb.put_item(TableName=STATE, Item=item)
    delete: Any = {
        "TableName": STATE,
        "Key": {"pk": item["pk"], "sk": item["sk"]},
        "ConditionExpression": "connection_id = :mine",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    with pytest.raises(ClientError) as error:
        dynamodb.delete_item(ExpressionAttributeValues={":mine": {"S": "old"}}, **delete)
    assert refusal(error)[1]["Item"] == item
    dynamodb.delete_item(ExpressionAttributeValues={":mine": {"S": "new"}}, **delete)
    assert stored(dynamodb, item) is None


def test_one_entry_of_a_map_is_set_and_the_others_stay(dynamodb: "DynamoDBClient") -> None:
    item = {**key(), "connectors": {"M": {"2": {"M": {"status": {"S": "Available"}}}}}}
    dynamodb.put_item(TableName=STATE, Item=item)
    answer = dynamodb.update_item(
        TableName=STATE,
        Key={"pk": item["pk"], "sk": item["sk"]},
        UpdateExpression="SET connectors.#1 = :charging",
        ExpressionAttributeNames={"#1": "1"},
        ExpressionAttributeValues={":charging": {"M": {"status": {"S": "Charging"}}}},
        ReturnValues="ALL_NEW",
    )
    assert answer["Attributes"]["connectors"] == {
        "M": {"1": {"M": {"status": {"S": "Charging"}}}, "2": {"M": {"status": {"S": "Available"}}}}
    }


def test_a_path_into_a_map_that_is_not_there_is_refused(dynamodb: "DynamoDBClient") -> None:
    item = key()
    dynamodb.put_item(TableName=STATE, Item=item)
    with pytest.raises(ClientError) as error:
        dynamodb.update_item(
            TableName=STATE,
            Key=item,
            UpdateExpression="SET connectors.#1 = :v",
            ExpressionAttributeNames={"#1": "1"},
            ExpressionAttributeValues={":v": {"S": "x"}},
        )
    code, response = refusal(error)
    assert code == "ValidationException"
    assert "document path" in response["Error"]["Message"]


def test_an_empty_map_is_a_value_and_can_be_filled(dynamodb: "DynamoDBClient") -> None:
    item = {**key(), "connectors": {"M": {}}}
    dynamodb.put_item(TableName=STATE, Item=item)
    assert stored(dynamodb, item) == item
    dynamodb.update_item(
        TableName=STATE,
        Key={"pk": item["pk"], "sk": item["sk"]},
        UpdateExpression="SET connectors.#0 = :v",
        ExpressionAttributeNames={"#0": "0"},
        ExpressionAttributeValues={":v": {"S": "x"}},
    )
    assert stored(dynamodb, item)["connectors"] == {"M": {"0": {"S": "x"}}}


def test_adding_begins_at_nothing_and_counts_on(dynamodb: "DynamoDBClient") -> None:
    counter = key("COUNTER")
    for expected in ("1", "2"):
        answer = dynamodb.update_item(
            TableName=STATE,
            Key=counter,
            UpdateExpression="ADD #value :one",
            ExpressionAttributeNames={"#value": "value"},
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="UPDATED_NEW",
        )
        assert answer["Attributes"] == {"value": {"N": expected}}


def test_a_set_grows_and_shrinks_and_its_size_can_be_limited(dynamodb: "DynamoDBClient") -> None:
    tag = key("TAG")
    change: Any = {"TableName": STATE, "Key": tag}

    def begin(transaction: str) -> None:
        dynamodb.update_item(
            UpdateExpression="ADD open_transactions :one",
            ConditionExpression="attribute_not_exists(open_transactions)"
            " OR size(open_transactions) < :most",
            ExpressionAttributeValues={":one": {"SS": [transaction]}, ":most": {"N": "2"}},
            **change,
        )

    begin("TX1")
    begin("TX2")
    with pytest.raises(ClientError):
        begin("TX3")
    dynamodb.update_item(
        UpdateExpression="DELETE open_transactions :one",
        ExpressionAttributeValues={":one": {"SS": ["TX1"]}},
        **change,
    )
    begin("TX3")
    assert set(stored(dynamodb, tag)["open_transactions"]["SS"]) == {"TX2", "TX3"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.00000000000000000000000000000000000001", None),
        ("1.50", "1.5"),
        ("-0.0", "0"),
    ],
)
def test_numbers_keep_38_digits_and_lose_trailing_zeros(
    dynamodb: "DynamoDBClient", written: str, read: str | None
) -> None:
    item = {**key(), "value": {"N": written}}
    dynamodb.put_item(TableName=STATE, Item=item)
    found = stored(dynamodb, item)["value"]["N"]
    assert float(found) == float(written)
    if read is not None:
        assert found == read


def test_a_number_of_39_digits_is_refused(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName=STATE, Item={**key(), "value": {"N": "1" * 39}})
    assert refusal(error)[0] == "ValidationException"


def test_a_batch_gets_items_of_several_partitions_and_says_nothing_of_missing_ones(
    dynamodb: "DynamoDBClient",
) -> None:
    tag, charge_point, missing = key("TAG"), key(), key()
    for item in (tag, charge_point):
        dynamodb.put_item(TableName=STATE, Item=item)
    answer = dynamodb.batch_get_item(
        RequestItems={STATE: {"Keys": [tag, missing, charge_point], "ConsistentRead": True}}
    )
    found = answer["Responses"][STATE]
    assert sorted(item["sk"]["S"] for item in found) == ["CP", "TAG"]
    assert answer["UnprocessedKeys"] == {}


def test_a_query_sees_a_write_at_once_and_pages_in_order(dynamodb: "DynamoDBClient") -> None:
    pk = key()["pk"]["S"]
    for number in (3, 1, 2):
        dynamodb.put_item(TableName=STATE, Item=key(f"TX#{number}", pk))
    dynamodb.put_item(TableName=STATE, Item=key("CP", pk))
    query: Any = {
        "TableName": STATE,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :prefix)",
        "ExpressionAttributeValues": {":pk": {"S": pk}, ":prefix": {"S": "TX#"}},
        "ConsistentRead": True,
        "Limit": 2,
    }
    first = dynamodb.query(**query)
    second = dynamodb.query(ExclusiveStartKey=first["LastEvaluatedKey"], **query)
    assert [item["sk"]["S"] for item in first["Items"] + second["Items"]] == [
        "TX#1",
        "TX#2",
        "TX#3",
    ]
    assert "LastEvaluatedKey" not in second


def test_an_index_of_keys_holds_what_has_them_and_no_more(dynamodb: "DynamoDBClient") -> None:
    listed = {**key("TX#1"), "by_time_pk": {"S": "TX#1"}, "by_time_sk": {"S": "noon"}}
    dynamodb.put_item(TableName=STATE, Item={**listed, "energy": {"N": "7"}})
    dynamodb.put_item(TableName=STATE, Item=key("TX#2"))
    query: Any = {
        "TableName": STATE,
        "IndexName": "by_time",
        "KeyConditionExpression": "by_time_pk = :list",
        "ExpressionAttributeValues": {":list": {"S": "TX#1"}},
    }
    assert dynamodb.query(**query)["Items"] == [listed]
    dynamodb.update_item(
        TableName=STATE,
        Key={"pk": listed["pk"], "sk": listed["sk"]},
        UpdateExpression="REMOVE by_time_pk",
    )
    assert dynamodb.query(**query)["Items"] == []


def test_an_item_of_more_than_400_kb_is_refused(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName=STATE, Item={**key(), "large": {"S": "x" * 410_000}})
    assert refusal(error)[0] == "ValidationException"


class TestTransactions:
    """TransactWriteItems over two tables: all of it or nothing."""

    def begin(self, dynamodb: "DynamoDBClient", new: Any, tag: Any, meter: Any) -> None:
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Put": {
                        "TableName": STATE,
                        "Item": new,
                        "ConditionExpression": "attribute_not_exists(pk)",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
                {
                    "Update": {
                        "TableName": STATE,
                        "Key": tag,
                        "UpdateExpression": "ADD running :one",
                        "ConditionExpression": "attribute_not_exists(running) OR running < :most",
                        "ExpressionAttributeValues": {":one": {"N": "1"}, ":most": {"N": "2"}},
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
                {"Put": {"TableName": HISTORY, "Item": meter}},
            ]
        )

    def test_writes_all_tables(self, dynamodb: "DynamoDBClient") -> None:
        new, tag, meter = key("TX#1"), key("TAG"), key("METER")
        self.begin(dynamodb, new, tag, meter)
        assert stored(dynamodb, new) == new
        assert stored(dynamodb, tag) == {**tag, "running": {"N": "1"}}
        assert stored(dynamodb, meter, HISTORY) == meter

    def test_writes_nothing_when_one_condition_fails_and_names_the_item(
        self, dynamodb: "DynamoDBClient"
    ) -> None:
        old, tag, meter = {**key("TX#1"), "meter_start": {"N": "5"}}, key("TAG"), key("METER")
        dynamodb.put_item(TableName=STATE, Item=old)
        with pytest.raises(ClientError) as error:
            self.begin(dynamodb, {"pk": old["pk"], "sk": old["sk"]}, tag, meter)
        code, response = refusal(error)
        assert code == "TransactionCanceledException"
        failed, *others = response["CancellationReasons"]
        assert (failed["Code"], failed["Item"]) == ("ConditionalCheckFailed", old)
        assert [reason["Code"] for reason in others] == ["None", "None"]
        assert stored(dynamodb, old) == old
        assert stored(dynamodb, tag) is None
        assert stored(dynamodb, meter, HISTORY) is None

    def test_names_every_condition_that_failed(self, dynamodb: "DynamoDBClient") -> None:
        new, tag = key("TX#1"), key("TAG")
        dynamodb.put_item(TableName=STATE, Item=new)
        dynamodb.put_item(TableName=STATE, Item={**tag, "running": {"N": "2"}})
        with pytest.raises(ClientError) as error:
            self.begin(dynamodb, new, tag, key("METER"))
        reasons = refusal(error)[1]["CancellationReasons"]
        assert [reason.get("Item") for reason in reasons] == [
            new,
            {**tag, "running": {"N": "2"}},
            None,
        ]

    def test_checks_an_item_that_it_does_not_write(self, dynamodb: "DynamoDBClient") -> None:
        marker, new = key("MARKER"), key("TX#1")
        check: Any = {
            "ConditionCheck": {
                "TableName": STATE,
                "Key": marker,
                "ConditionExpression": "attribute_exists(pk)",
            }
        }
        put: Any = {"Put": {"TableName": HISTORY, "Item": new}}
        with pytest.raises(ClientError):
            dynamodb.transact_write_items(TransactItems=[check, put])
        assert stored(dynamodb, new, HISTORY) is None
        dynamodb.put_item(TableName=STATE, Item=marker)
        dynamodb.transact_write_items(TransactItems=[check, put])
        assert stored(dynamodb, new, HISTORY) == new

    def test_done_twice_with_the_same_token_counts_once(self, dynamodb: "DynamoDBClient") -> None:
        counter = key("COUNTER")
        update: Any = {
            "Update": {
                "TableName": STATE,
                "Key": counter,
                "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            }
        }
        for _ in range(2):
            dynamodb.transact_write_items(TransactItems=[update], ClientRequestToken="same")
        assert stored(dynamodb, counter)["n"] == {"N": "1"}

    def test_may_not_name_an_item_twice(self, dynamodb: "DynamoDBClient") -> None:
        put: Any = {"Put": {"TableName": STATE, "Item": key()}}
        with pytest.raises(ClientError) as error:
            dynamodb.transact_write_items(TransactItems=[put, put])
        assert refusal(error)[0] == "ValidationException"


def test_bytes_are_kept_as_they_are(dynamodb: "DynamoDBClient") -> None:
    """As compressed attributes are: put, kept where they stand, and read in a batch."""
    item = {**key("CONFIGURATION"), "entries": {"B": b"\x00\xff\x80x"}}
    wanted = {"pk": item["pk"], "sk": item["sk"]}
    dynamodb.put_item(TableName=STATE, Item=item)
    dynamodb.update_item(
        TableName=STATE,
        Key=wanted,
        UpdateExpression="SET entries = if_not_exists(entries, :new), further = :new",
        ExpressionAttributeValues={":new": {"B": b"\xfe"}},
    )
    answer = dynamodb.batch_get_item(RequestItems={STATE: {"Keys": [wanted]}})
    assert answer["Responses"][STATE] == [{**item, "further": {"B": b"\xfe"}}]
