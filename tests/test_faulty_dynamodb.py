import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from csms_tools.local.aws import Aws
from csms_tools.local.json_api import JsonApi, ServiceError
from tests import faulty_dynamodb
from tests.csms_tools.local.emulator.support import STATE, TABLE, key
from tests.faulty_dynamodb import Faults


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def endpoint(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    aws = Aws(python=faulty_dynamodb.wrapper(tmp_path_factory.mktemp("faulty")))
    await aws.start()
    async with JsonApi(aws.endpoint, "DynamoDB_20120810") as api:
        await api.call("CreateTable", {"TableName": STATE, **TABLE})
    yield aws.endpoint
    await aws.stop()


@pytest.fixture
async def store(endpoint: str) -> AsyncIterator[JsonApi]:
    async with JsonApi(endpoint, "DynamoDB_20120810") as api:
        yield api


@pytest.fixture
async def faults(endpoint: str) -> AsyncIterator["Elsewhere"]:
    faults = Elsewhere(Faults(endpoint))
    yield faults
    await faults.clear()


class Elsewhere:
    """Faults, told from a thread: they block, and the proxy's tests run in its own loop."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    async def add(self, operation: str, how: str, **more: Any) -> None:
        await asyncio.to_thread(self._faults.add, operation, how, **more)

    async def clear(self) -> None:
        await asyncio.to_thread(self._faults.clear)

    async def met(self) -> int:
        return await asyncio.to_thread(lambda: self._faults.met)

    async def until_met(self) -> None:
        for _ in range(500):
            if await self.met():
                return
            await asyncio.sleep(0.01)
        pytest.fail("no request has met the fault")


async def put(store: JsonApi, item: dict[str, Any]) -> None:
    await store.call("PutItem", {"TableName": STATE, "Item": item})


async def there(store: JsonApi, item: dict[str, Any]) -> bool:
    return "Item" in await store.call("GetItem", {"TableName": STATE, "Key": item})


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("throttle", "ProvisionedThroughputExceededException"),
        ("fail", "InternalServerError"),
        ("cut", "Server disconnected"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
async def test_an_operation_can_be_denied_before_or_after_it_took_effect(
    store: JsonApi, faults: Elsewhere, how: str, error: str, after: bool
) -> None:
    item = key()
    await faults.add("PutItem", how, after=after)
    with pytest.raises((ServiceError, aiohttp.ClientError), match=error):
        await put(store, item)
    assert await there(store, item) == after


async def test_only_the_nth_request_that_matches_is_struck(
    store: JsonApi, faults: Elsewhere
) -> None:
    await faults.add("PutItem", "fail", nth=2, containing="TX#")
    await put(store, key("TX#1"))
    await put(store, key("CP"))
    with pytest.raises(ServiceError):
        await put(store, key("TX#2"))
    await put(store, key("TX#3"))
    assert await faults.met() == 3


async def test_what_hangs_goes_on_when_the_faults_are_cleared(
    store: JsonApi, faults: Elsewhere
) -> None:
    item = key()
    await faults.add("PutItem", "hang")
    hanging = asyncio.create_task(put(store, item))
    await faults.until_met()
    assert not await there(store, item)
    await faults.clear()
    async with asyncio.timeout(5):
        await hanging
    assert await there(store, item)


@pytest.mark.parametrize(
    ("operation", "request_", "error"),
    [
        ("PutItem", {"TableName": STATE, "Item": key()}, "TransactionConflictException"),
        (
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": STATE, "Item": key()}} for _ in range(2)]},
            "TransactionCanceledException",
        ),
    ],
    ids=["one write", "a transaction"],
)
async def test_a_write_can_meet_another_transaction(
    operation: str, request_: dict[str, Any], error: str, store: JsonApi, faults: Elsewhere
) -> None:
    await faults.add(operation, "conflict")
    with pytest.raises(ServiceError, match=error):
        await store.call(operation, request_)
    await store.call(operation, request_)
