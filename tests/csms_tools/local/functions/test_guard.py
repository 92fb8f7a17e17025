"""What a function may do is what its policy in the template says: tried in real workers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from csms_tools.local.aws import Aws
from csms_tools.local.functions.lambda_service import FunctionError, Functions
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
PYNAMODB = """

def model(event, context):
    from pynamodb.attributes import UnicodeAttribute
    from pynamodb.exceptions import PynamoDBException
    from pynamodb.models import Model

    class Item(Model):
        class Meta:
            table_name = event["table"]
            region = "eu-west-1"

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)

    try:
        if event["operation"] == "save":
            return Item("A", "B").save() and "done"
        return Item("A", "B").delete() and "done"
    except PynamoDBException as error:
        return error.cause_response_code
"""
KEY = {"pk": {"S": "A"}, "sk": {"S": "B"}}
PUT = {"Put": {"TableName": "StateTable", "Item": KEY}}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def functions(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Functions]:
    folder = tmp_path_factory.mktemp("guarded")
    aws = Aws()
    stack = stacks.stack(
        folder, more=FUNCTION, handler=stacks.HANDLER + PYNAMODB, endpoint=aws.endpoint
    )
    await aws.start()
    await aws.create(stack)
    functions = Functions(stack, endpoint=aws.endpoint, workers=1, log=folder / "log")
    await functions.start()
    yield functions
    await functions.stop()
    await aws.stop()


async def call(functions: Functions, service: str, operation: str, **parameters: Any) -> Any:
    event = {"do": "call", "service": service, "operation": operation, "parameters": parameters}
    if service == "apigatewaymanagementapi":
        event["client"] = {"endpoint_url": "http://127.0.0.1:9"}
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


async def test_connections_are_guarded_by_method(functions: Functions) -> None:
    service = "apigatewaymanagementapi"
    with pytest.raises(FunctionError, match="EndpointConnectionError"):  # so it was allowed
        await call(functions, service, "post_to_connection", ConnectionId="c=", Data="x")
    with pytest.raises(FunctionError, match=r"ForbiddenException.*DELETE/@connections"):
        await call(functions, service, "delete_connection", ConnectionId="c=")


async def test_a_service_that_the_template_does_not_mention_is_refused(
    functions: Functions,
) -> None:
    with pytest.raises(FunctionError, match=r"s3:ListBuckets on resource: \*"):
        await call(functions, "s3", "list_buckets")


@pytest.mark.parametrize(
    ("table", "operation", "answer"),
    [
        ("StateTable", "save", "done"),
        ("StateTable", "delete", "AccessDeniedException"),
        ("Other", "save", "AccessDeniedException"),
    ],
)
async def test_pynamodb_is_guarded_like_boto3(
    functions: Functions, table: str, operation: str, answer: str
) -> None:
    event = {"do": "model", "table": table, "operation": operation}
    assert await functions.invoke("Guarded", event) == answer


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


async def test_the_permissions_that_were_used_are_known(functions: Functions) -> None:
    await call(functions, "dynamodb", "get_item", TableName="StateTable", Key=KEY)
    table = "arn:aws:dynamodb:eu-west-1:000000000000:table/StateTable"
    assert ("Guarded", "dynamodb:GetItem", table) in functions.used
    assert not [used for used in functions.used if used[1] == "dynamodb:DeleteItem"]
