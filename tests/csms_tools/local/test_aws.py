import asyncio
import gc
import json
import os
import random
import signal
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from csms_tools.local.aws import Aws
from csms_tools.local.json_api import JsonApi
from csms_tools.local.service_process import StartError
from csms_tools.local.stack.stack import Stack
from csms_tools.local.tls import credentials
from tests.csms_tools.local.emulator.support import HISTORY, STATE, TABLE
from tests.csms_tools.local.processes import gone, pids_printed
from tests.support import ROOT

TABLES = [{"TableName": name, **TABLE} for name in (STATE, HISTORY)]


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[tuple[Aws, JsonApi]]:
    """An emulator with tables, whose process may be killed in between."""
    aws = Aws(**options)
    try:
        await aws.start()
        async with JsonApi(aws.endpoint, "DynamoDB_20120810") as dynamodb:
            for table in TABLES:
                await dynamodb.call("CreateTable", table)
            yield aws, dynamodb
    finally:
        await aws.stop()


def key(sk: str) -> dict[str, Any]:
    return {"pk": {"S": "CP#1"}, "sk": {"S": sk}}


async def everything(dynamodb: JsonApi, table: str) -> dict[str, Any]:
    answer = await dynamodb.call("Scan", {"TableName": table})
    return {item["sk"]["S"]: item for item in answer["Items"]}


class Writer:
    """Writes in every way there is until the emulator is gone; knows what was acknowledged."""

    def __init__(self, dynamodb: JsonApi) -> None:
        self.dynamodb = dynamodb
        self.asked: Counter[str] = Counter()
        self.acknowledged: Counter[str] = Counter()
        self.put: set[str] = set()
        self.together: set[str] = set()

    async def write(self, writer: int, life: int) -> None:
        with suppress(aiohttp.ClientError):
            for number in range(10_000):
                await self._count(f"COUNTER#{writer}")
                await self._put(f"ITEM#{life}#{writer}#{number}")
                await self._put_together(f"TX#{life}#{writer}#{number}")

    async def _count(self, counter: str) -> None:
        self.asked[counter] += 1
        request = {
            "TableName": STATE,
            "Key": key(counter),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        await self.dynamodb.call("UpdateItem", request)
        self.acknowledged[counter] += 1

    async def _put(self, sk: str) -> None:
        condition = "attribute_not_exists(pk)"
        request = {"TableName": STATE, "Item": key(sk), "ConditionExpression": condition}
        await self.dynamodb.call("PutItem", request)
        self.put.add(sk)

    async def _put_together(self, sk: str) -> None:
        puts = [{"Put": {"TableName": table, "Item": key(sk)}} for table in (STATE, HISTORY)]
        await self.dynamodb.call("TransactWriteItems", {"TransactItems": puts})
        self.together.add(sk)


async def test_nothing_acknowledged_is_lost_by_kill_9_at_any_moment(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    acknowledged: Counter[str] = Counter()
    put: set[str] = set()
    together: set[str] = set()
    for life in range(5):
        async with running(data=tmp_path) as (aws, dynamodb):
            state = await everything(dynamodb, STATE)
            history = await everything(dynamodb, HISTORY)
            for counter in asked:
                assert acknowledged[counter] <= int(state[counter]["n"]["N"]) <= asked[counter]
                acknowledged[counter] = asked[counter] = int(state[counter]["n"]["N"])
            assert put | together <= state.keys()
            assert {sk for sk in state if sk.startswith("TX#")} == history.keys()

            writer = Writer(dynamodb)
            writing = asyncio.gather(*(writer.write(number, life) for number in range(4)))
            await asyncio.sleep(random.uniform(0.05, 0.4))
            assert aws.pid
            os.kill(aws.pid, signal.SIGKILL)
            await writing
            asked += writer.asked
            acknowledged += writer.acknowledged
            put |= writer.put
            together |= writer.together
    assert len(put) > 20


async def test_an_answer_leaves_only_when_what_it_says_is_on_disk(tmp_path: Path) -> None:
    python = os.environ.get("CSMS_EMULATORS_PYTHON", str(ROOT / ".venv-emulators/bin/python"))
    slow = tmp_path / "python-with-a-slow-disk"
    program = f"""#!{python}
import os, runpy, sys, time

sync = os.fdatasync
os.fdatasync = lambda file: (time.sleep(0.3), sync(file))
sys.argv[1:3] = []  # -m csms_tools.local.emulator
runpy.run_module("csms_tools.local.emulator", run_name="__main__")
"""
    slow.write_text(program)
    slow.chmod(0o755)
    async with running(data=tmp_path, python=slow) as (_, dynamodb):
        loop = asyncio.get_running_loop()
        began = loop.time()
        put = {"TableName": STATE, "Item": key("A")}
        await dynamodb.call("PutItem", put)
        assert loop.time() - began > 0.25
        began = loop.time()
        await dynamodb.call("GetItem", {"TableName": STATE, "Key": key("A")})
        assert loop.time() - began < 0.25


async def test_what_was_deleted_and_what_was_refused_stays_so(tmp_path: Path) -> None:
    async with running(data=tmp_path) as (_, dynamodb):
        await dynamodb.call("PutItem", {"TableName": STATE, "Item": key("GONE")})
        await dynamodb.call("DeleteItem", {"TableName": STATE, "Key": key("GONE")})
        refused = {
            "TableName": STATE,
            "Item": key("A"),
            "ConditionExpression": "attribute_exists(pk)",
        }
        with pytest.raises(Exception, match="ConditionalCheckFailedException"):
            await dynamodb.call("PutItem", refused)
    async with running(data=tmp_path) as (_, dynamodb):
        assert await everything(dynamodb, STATE) == {}


async def test_an_index_of_the_new_template_finds_the_items_of_the_old_one(tmp_path: Path) -> None:
    async with running(data=tmp_path) as (_, dynamodb):
        listed = {**key("TX#1"), "by_time_pk": {"S": "list"}, "by_name_pk": {"S": "Ann"}}
        await dynamodb.call("PutItem", {"TableName": STATE, "Item": listed})
    by_name = {
        "IndexName": "by_name",
        "KeySchema": [{"AttributeName": "by_name_pk", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    attribute = {"AttributeName": "by_name_pk", "AttributeType": "S"}
    aws = Aws(data=tmp_path)
    await aws.start()
    async with JsonApi(aws.endpoint, "DynamoDB_20120810") as dynamodb:
        grown = {
            **TABLE,
            "TableName": STATE,
            "AttributeDefinitions": [*TABLE["AttributeDefinitions"], attribute],
            "GlobalSecondaryIndexes": [*TABLE["GlobalSecondaryIndexes"], by_name],
        }
        await dynamodb.call("CreateTable", grown)
        query = {
            "TableName": STATE,
            "IndexName": "by_name",
            "KeyConditionExpression": "by_name_pk = :name",
            "ExpressionAttributeValues": {":name": {"S": "Ann"}},
        }
        answer = await dynamodb.call("Query", query)
        assert [item["sk"]["S"] for item in answer["Items"]] == ["TX#1"]
    await aws.stop()


async def test_items_past_their_time_to_live_go_and_stay_gone(tmp_path: Path) -> None:
    ttl = {"Enabled": True, "AttributeName": "expires_at"}
    async with running(data=tmp_path, expire_every=0.1) as (_, dynamodb):
        request = {"TableName": STATE, "TimeToLiveSpecification": ttl}
        await dynamodb.call("UpdateTimeToLive", request)
        described = await dynamodb.call("DescribeTimeToLive", {"TableName": STATE})
        assert described["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
        for sk, expires_at in (("LONG-AGO", "1"), ("PAST", "1700000000"), ("LATER", "99999999999")):
            item = {**key(sk), "expires_at": {"N": expires_at}}
            await dynamodb.call("PutItem", {"TableName": STATE, "Item": item})
        for _ in range(50):
            left = await everything(dynamodb, STATE)
            if "PAST" not in left:
                break
            await asyncio.sleep(0.05)
        assert left.keys() == {"LONG-AGO", "LATER"}
    async with running(data=tmp_path) as (_, dynamodb):
        assert (await everything(dynamodb, STATE)).keys() == {"LONG-AGO", "LATER"}


async def test_tables_and_queues_are_those_of_the_template(tmp_path: Path) -> None:
    for _ in range(2):  # the second time the data is there already
        aws = Aws(data=tmp_path)
        stack = Stack.load(ROOT / "template.yaml", endpoint=aws.endpoint)
        await aws.start()
        await aws.create(stack)
        async with JsonApi(aws.endpoint, "DynamoDB_20120810") as dynamodb:
            answer = await dynamodb.call("DescribeTable", {"TableName": "StateTable"})
            indexes = answer["Table"]["GlobalSecondaryIndexes"]
            assert {index["IndexName"] for index in indexes} == {"by_time", "by_name"}
        async with JsonApi(aws.endpoint, "AmazonSQS") as sqs:
            url = stack.queues["TaskQueue"].url
            request = {"QueueUrl": url, "AttributeNames": ["All"]}
            attributes = (await sqs.call("GetQueueAttributes", request))["Attributes"]
            dead_letters = json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"]
            assert dead_letters == stack.queues["TaskDeadLetters"].arn
            assert attributes["QueueArn"] == stack.queues["TaskQueue"].arn
        await aws.stop()


async def test_a_table_that_cannot_be_made_is_told() -> None:
    aws = Aws()
    stack = Stack.load(ROOT / "template.yaml", endpoint=aws.endpoint)
    state = stack.tables["StateTable"]
    broken = replace(state, definition={**state.definition, "KeySchema": []})
    await aws.start()
    with pytest.raises(StartError, match="CreateTable: ValidationException"):
        await aws.create(replace(stack, tables={"StateTable": broken}))
    await aws.stop()


async def test_a_port_that_is_taken_is_known_at_once() -> None:
    aws = Aws()
    port = int(aws.endpoint.rpartition(":")[2])
    with pytest.raises(OSError, match="Address already in use"):
        Aws(port=port)
    await aws.stop()


async def test_data_in_use_and_a_missing_environment_are_told_in_one_line(tmp_path: Path) -> None:
    async with running(data=tmp_path):
        second = Aws(data=tmp_path)
        with pytest.raises(StartError, match="in use by another runtime"):
            await second.start()
        await second.stop()
    missing = Aws(python=tmp_path / "python")
    with pytest.raises(StartError, match="environment cannot be used"):
        await missing.start()
    await missing.stop()


async def test_the_runtime_notices_when_the_process_dies() -> None:
    async with running() as (aws, _):
        ended = asyncio.create_task(aws.ended())
        assert aws.pid
        os.kill(aws.pid, signal.SIGKILL)
        async with asyncio.timeout(5):
            assert await ended == -signal.SIGKILL


async def test_the_process_does_not_outlive_the_runtime() -> None:
    program = """
import asyncio, os, signal
from csms_tools.local.aws import Aws

async def main():
    aws = Aws()
    await aws.start()
    print(aws.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    (pid,) = await pids_printed(program)
    assert await gone(pid)


async def test_stopping_does_not_wait_for_a_long_poll() -> None:
    aws = Aws()
    await aws.start()
    async with JsonApi(aws.endpoint, "AmazonSQS") as sqs:
        queue = await sqs.call("CreateQueue", {"QueueName": "tasks"})
        request = {"QueueUrl": queue["QueueUrl"], "WaitTimeSeconds": 20}
        poll = asyncio.create_task(sqs.call("ReceiveMessage", request))
        await asyncio.sleep(0.1)
        async with asyncio.timeout(3):
            await aws.stop()
        with pytest.raises(aiohttp.ClientError):
            await poll


async def test_a_start_that_is_broken_off_leaves_nothing_that_nobody_hears_of() -> None:
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, it: told.append(it["message"]))
    aws = Aws()
    with suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await aws.start()
    await aws.stop()
    await asyncio.sleep(0.1)
    gc.collect()
    assert told == []


async def test_it_answers_over_https_as_well_where_it_has_a_certificate(tmp_path: Path) -> None:
    made = credentials(tmp_path)
    async with running(certificate=made.servers[0]) as (aws, _), aiohttp.ClientSession() as client:
        for url in (aws.endpoint, aws.https_endpoint):
            trusted = ssl.create_default_context(cafile=made.ca)
            async with client.get(url, ssl=trusted) as answer:
                assert answer.status == 200
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await client.get(aws.https_endpoint)
