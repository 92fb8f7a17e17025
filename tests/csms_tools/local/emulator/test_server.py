import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from csms_tools.local.json_api import JsonApi, ServiceError
from tests.csms_tools.local.emulator.support import STATE, key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_it_says_what_it_serves(endpoint: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(endpoint) as answer:
        assert (answer.status, await answer.json(content_type=None)) == (
            200,
            {"services": ["dynamodb", "sqs"]},
        )


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("AWSStepFunctions", "StartExecution", "UnknownOperationException"),
        ("DynamoDB_20120810", "ImportTable", "UnknownOperationException"),
        ("DynamoDB_20120810", "DeleteTable", "UnknownOperationException"),
        ("AmazonSQS", "NoSuchThing", "InvalidAction"),
    ],
)
async def test_what_it_does_not_serve_is_refused(
    endpoint: str, service: str, operation: str, code: str
) -> None:
    async with JsonApi(endpoint, service) as api:
        with pytest.raises(ServiceError) as error:
            await api.call(operation, {})
    assert error.value.code == code


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"{", 400, "SerializationException"), (b"[]", 500, "InternalServerError")],
)
async def test_whatever_it_is_asked_it_answers(
    endpoint: str, body: bytes, status: int, code: str
) -> None:
    headers = {"X-Amz-Target": "DynamoDB_20120810.PutItem"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(endpoint, data=body, headers=headers) as answer,
    ):
        assert answer.status == status
        assert code in await answer.text()


async def test_requests_have_ids_of_their_own(endpoint: str) -> None:
    async with aiohttp.ClientSession() as session:
        ids = set()
        for _ in range(3):
            async with session.get(endpoint) as answer:
                ids.add(answer.headers["x-amzn-RequestId"])
    assert len(ids) == 3


async def test_a_transaction_may_be_megabytes(dynamodb: "DynamoDBClient") -> None:
    puts: Any = [
        {"Put": {"TableName": STATE, "Item": {**key(), "large": {"S": "x" * 350_000}}}}
        for _ in range(10)
    ]
    assert dynamodb.transact_write_items(TransactItems=puts)


async def test_concurrent_writes_of_one_item_are_all_counted(endpoint: str) -> None:
    counter = key("COUNTER")
    add: dict[str, Any] = {
        "TableName": STATE,
        "Key": counter,
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    async with JsonApi(endpoint, "DynamoDB_20120810") as api:
        await asyncio.gather(*(api.call("UpdateItem", add) for _ in range(200)))
        answer = await api.call("GetItem", {"TableName": STATE, "Key": counter})
    assert answer["Item"]["n"] == {"N": "200"}


async def test_of_many_who_put_an_item_that_must_be_new_one_wins(endpoint: str) -> None:
    item = key("TX#1")
    put = {"TableName": STATE, "ConditionExpression": "attribute_not_exists(pk)"}
    async with JsonApi(endpoint, "DynamoDB_20120810") as api:
        outcomes = await asyncio.gather(
            *(
                api.call("PutItem", put | {"Item": {**item, "by": {"N": str(number)}}})
                for number in range(50)
            ),
            return_exceptions=True,
        )
    refused = [outcome for outcome in outcomes if isinstance(outcome, ServiceError)]
    assert len(refused) == 49
    assert {error.code for error in refused} == {"ConditionalCheckFailedException"}
