"""What a function may do is what its policy in the template says: tried in real workers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from csms_tools.local.aws import Aws
from csms_tools.local.functions.lambda_service import FunctionError, Functions
from csms_tools.local.judging import used
from csms_tools.local.permissions.asked import Place
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.permissions.policies import Policy
from tests.csms_tools.local import stacks

FUNCTION = """
Guarded:
  Type: AWS::Serverless::Function
  Properties:
    Policies:
      - Statement:
          - Effect: Allow
            Action: [dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:PutItem, dynamodb:Query]
            Resource: !GetAtt StateTable.Arn
          - {Effect: Allow, Action: dynamodb:UpdateItem, Resource: !GetAtt Other.Arn}
          - {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Work.Arn}
          - Effect: Allow
            Action: execute-api:ManageConnections
            Resource: !Sub arn:aws:execute-api:${AWS::Region}:*:${Api}/ocpp/POST/@connections/*
Other:
  Type: AWS::DynamoDB::Table
  Properties:
    BillingMode: PAY_PER_REQUEST
    AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
    KeySchema: [{AttributeName: pk, KeyType: HASH}]
"""
KEY = {"pk": {"S": "A"}, "sk": {"S": "B"}}
PUT = {"Put": {"TableName": "StateTable", "Item": KEY}}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aws() -> AsyncIterator[Aws]:
    aws = Aws()
    await aws.start()
    yield aws
    await aws.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def functions(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Functions]:
    folder = tmp_path_factory.mktemp("guarded")
    stack = stacks.stack(folder, more=FUNCTION, endpoint=aws.endpoint)
    await aws.create(stack)
    functions = Functions(stack, endpoint=aws.endpoint, workers=1, log=folder / "log")
    await functions.start()
    yield functions
    await functions.stop()


async def call(functions: Functions, service: str, operation: str, **parameters: Any) -> Any:
    event = {"do": "call", "service": service, "operation": operation, "parameters": parameters}
    return await functions.invoke("Guarded", event)


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("get_item", {"TableName": "StateTable", "Key": KEY}),
        ("put_item", {"TableName": "StateTable", "Item": KEY}),
        ("batch_get_item", {"RequestItems": {"StateTable": {"Keys": [KEY]}}}),
        ("transact_write_items", {"TransactItems": [PUT]}),
    ],
)
async def test_what_the_policy_lists_is_done(
    functions: Functions, operation: str, parameters: dict[str, Any]
) -> None:
    assert await call(functions, "dynamodb", operation, **parameters) == {"status": 200}


@pytest.mark.parametrize(
    ("operation", "parameters", "missing"),
    [
        (
            "delete_item",
            {"TableName": "StateTable", "Key": KEY},
            "dynamodb:DeleteItem on resource: {}StateTable ",
        ),
        (
            "get_item",
            {"TableName": "Other", "Key": KEY},
            "dynamodb:GetItem on resource: {}Other ",
        ),
        (
            "query",
            {
                "TableName": "StateTable",
                "IndexName": "by_time",
                "KeyConditionExpression": "pk = :pk",
            },
            "dynamodb:Query on resource: {}StateTable/index/by_time ",
        ),
        (
            "batch_get_item",
            {"RequestItems": {"StateTable": {"Keys": [KEY]}, "Other": {"Keys": [KEY]}}},
            "dynamodb:BatchGetItem on resource: {}Other ",
        ),
        (
            "transact_write_items",
            {"TransactItems": [PUT, {"Delete": {"TableName": "StateTable", "Key": KEY}}]},
            "dynamodb:DeleteItem on resource: {}StateTable ",
        ),
        (
            "transact_write_items",
            {
                "TransactItems": [
                    PUT,
                    {
                        "ConditionCheck": {
                            "TableName": "StateTable",
                            "Key": KEY,
                            "ConditionExpression": "attribute_exists(pk)",
                        }
                    },
                ]
            },
            "dynamodb:ConditionCheckItem on resource: {}StateTable ",
        ),
        ("list_tables", {}, "dynamodb:ListTables on resource: {}* "),
    ],
)
async def test_what_it_does_not_list_is_refused_as_aws_refuses(
    functions: Functions, operation: str, parameters: dict[str, Any], missing: str
) -> None:
    with pytest.raises(FunctionError) as error:
        await call(functions, "dynamodb", operation, **parameters)
    assert error.value.payload["errorType"] == "ClientError"
    message = error.value.payload["errorMessage"]
    assert "(AccessDeniedException)" in message
    assert missing.format("arn:aws:dynamodb:eu-west-1:000000000000:table/") in message


async def test_queues_are_guarded(functions: Functions) -> None:
    send = {"MessageBody": "hello"}
    work, dead = (f"http://127.0.0.1/000000000000/{name}" for name in ("Work", "Dead"))
    assert await call(functions, "sqs", "send_message", QueueUrl=work, **send) == {"status": 200}
    with pytest.raises(FunctionError, match=r"sqs:SendMessage on resource: .*:Dead "):
        await call(functions, "sqs", "send_message", QueueUrl=dead, **send)
    with pytest.raises(FunctionError, match="sqs:ReceiveMessage"):
        await call(functions, "sqs", "receive_message", QueueUrl=work)


async def test_a_function_is_judged_by_its_own_policy_in_a_worker_of_all(
    functions: Functions,
) -> None:
    event = {
        "do": "call",
        "service": "dynamodb",
        "operation": "get_item",
        "parameters": {"TableName": "StateTable", "Key": KEY},
    }
    assert await functions.invoke("Guarded", event) == {"status": 200}
    with pytest.raises(FunctionError, match="User: Bare is not authorized"):
        await functions.invoke("Bare", event)
    assert await functions.invoke("Allowed", event) == {"status": 200}


async def test_what_was_asked_for_is_known_and_what_never_was(
    aws: Aws, functions: Functions
) -> None:
    await call(functions, "dynamodb", "get_item", TableName="StateTable", Key=KEY)
    table = "arn:aws:dynamodb:eu-west-1:000000000000:table/StateTable"
    so_far = await used(aws.endpoint)
    assert ("Guarded", "dynamodb:GetItem", table) in so_far
    assert not [one for one in so_far if one[1] == "dynamodb:DeleteItem"]
    place, policy = Place("eu-west-1", "000000000000", "api/ocpp"), {"Effect": "Allow"}
    listed = [policy | {"Action": ["dynamodb:Get*", "dynamodb:DeleteItem"], "Resource": table}]
    judge = Judge(place, {"Guarded": Policy.load(listed)})
    assert judge.unused(so_far) == [("Guarded", "dynamodb:DeleteItem", table)]
