from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
import pytest_asyncio
from botocore.config import Config

from csms_tools.local.aws import Aws
from csms_tools.local.json_api import JsonApi
from csms_tools.local.stack.stack import REGION
from tests.csms_tools.local.emulator.support import HISTORY, STATE, TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def endpoint() -> AsyncIterator[str]:
    """A running emulator with two tables of the template's shape."""
    aws = Aws()
    await aws.start()
    async with JsonApi(aws.endpoint, "DynamoDB_20120810") as api:
        for name in (STATE, HISTORY):
            await api.call("CreateTable", {"TableName": name, **TABLE})
    yield aws.endpoint
    await aws.stop()


@pytest.fixture(scope="module")
def dynamodb(endpoint: str) -> Iterator["DynamoDBClient"]:
    client = boto3.client(
        "dynamodb",
        REGION,
        endpoint_url=endpoint,
        config=Config(retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()
