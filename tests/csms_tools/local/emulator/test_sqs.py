"""A queue outlives kill -9: what was sent and not deleted comes, and nothing else."""

import asyncio
import json
import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from csms_tools.local.aws import Aws
from csms_tools.local.emulator import snapshots
from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.stack.stack import ACCOUNT, REGION

DEAD = f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead"
TWICE = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 2})}


class Queue:
    def __init__(self, sqs: JsonApi, url: str, pid: int) -> None:
        self._sqs = sqs
        self._url = url
        self.pid = pid

    async def ask(self, operation: str, **request: Any) -> dict[str, Any]:
        return await self._sqs.call(operation, {"QueueUrl": self._url, **request})

    async def send(self, body: str, **more: Any) -> None:
        await self.ask("SendMessage", MessageBody=body, **more)

    async def receive(self, most: int = 10, **more: Any) -> dict[str, str]:
        """The receipt of each body."""
        told = await self.ask("ReceiveMessage", MaxNumberOfMessages=most, **more)
        return {each["Body"]: each["ReceiptHandle"] for each in told.get("Messages", [])}

    async def everything(self) -> set[str]:
        bodies: set[str] = set()
        while some := await self.receive():
            bodies |= some.keys()
        return bodies


@asynccontextmanager
async def life(data: Path, *, killed: bool = True) -> AsyncIterator[tuple[Queue, Queue]]:
    """A queue and its dead letters; at the end the process is killed, or stopped."""
    aws = Aws(data=data)
    await aws.start()
    try:
        async with JsonApi(aws.endpoint, "AmazonSQS") as sqs:
            made = []
            for name, attributes in (("dead", {}), ("work", TWICE)):
                request = {"QueueName": name, "Attributes": attributes}
                url = (await sqs.call("CreateQueue", request))["QueueUrl"]
                made.append(Queue(sqs, url, aws.pid or 0))
            dead, work = made
            yield work, dead
        if killed and aws.pid:
            with suppress(ProcessLookupError):
                os.kill(aws.pid, signal.SIGKILL)
            await aws.ended()
    finally:
        await aws.stop()


async def test_what_was_sent_comes_after_kill_9_in_the_order_it_was_sent(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        await work.send("a")
        entries = [{"Id": body, "MessageBody": body} for body in "bc"]
        await work.ask("SendMessageBatch", Entries=entries)
    async with life(tmp_path) as (work, _):
        assert [*await work.receive()] == ["a", "b", "c"]


async def test_what_was_deleted_stays_so(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        for body in "abcd":
            await work.send(body)
        receipts = await work.receive(3)
        await work.ask("DeleteMessage", ReceiptHandle=receipts["a"])
        entry = {"Id": "1", "ReceiptHandle": receipts["b"]}
        await work.ask("DeleteMessageBatch", Entries=[entry])
    async with life(tmp_path) as (work, _):
        assert await work.everything() == {"c", "d"}
        await work.ask("PurgeQueue")
    async with life(tmp_path) as (work, _):
        assert await work.everything() == set()


async def test_what_was_received_and_not_deleted_comes_again_at_once(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        await work.send("a", MessageAttributes={"n": {"DataType": "Number", "StringValue": "1"}})
        assert await work.receive(VisibilityTimeout=600)
    async with life(tmp_path) as (work, _):
        told = await work.ask("ReceiveMessage", MessageAttributeNames=["All"])
        [message] = told["Messages"]
        assert message["Body"] == "a"
        assert message["MessageAttributes"]["n"]["StringValue"] == "1"


async def test_what_was_delayed_comes_when_it_was_to_come(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        await work.send("soon", DelaySeconds=1)
        await work.send("late", DelaySeconds=900)
    async with life(tmp_path) as (work, _):
        assert [*await work.receive(WaitTimeSeconds=20)] == ["soon"]
        assert not await work.receive()


async def test_a_dead_letter_is_one_after_kill_9_and_in_one_queue_alone(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        await work.send("bad")
        await work.send("good")
        for _ in range(2):
            assert "bad" in await work.receive(1, VisibilityTimeout=0)
        assert [*await work.receive()] == ["good"]
    async with life(tmp_path) as (work, dead):
        assert await work.everything() == {"good"}
        assert await dead.everything() == {"bad"}


async def test_an_orderly_end_keeps_a_queue_as_well(tmp_path: Path) -> None:
    async with life(tmp_path, killed=False) as (work, _):
        await work.send("a")
    async with life(tmp_path, killed=False) as (work, _):
        assert await work.everything() == {"a"}


async def test_what_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    async with life(tmp_path) as (work, _):
        entries = [{"Id": "1", "MessageBody": ""}, {"Id": "2", "MessageBody": "a"}]
        await work.ask("SendMessageBatch", Entries=entries)
        for operation, request in (
            ("SendMessage", {"MessageBody": ""}),
            ("DeleteMessage", {"ReceiptHandle": "none"}),
            ("DeleteMessage", {"QueueUrl": "none", "ReceiptHandle": "none"}),
        ):
            with pytest.raises(ServiceError):
                await work.ask(operation, **request)
    async with life(tmp_path) as (work, _):
        assert await work.everything() == {"a"}


async def test_nothing_whose_sending_was_answered_is_lost_however_often_it_is_killed(
    tmp_path: Path,
) -> None:
    """And nothing whose deletion was answered comes again."""
    sent: set[str] = set()
    deleted: set[str] = set()
    asked: set[str] = set()

    async def work_until_killed(work: Queue, name: str) -> None:
        try:
            for number in range(10_000):
                await work.send(body := f"{name}-{number}")
                sent.add(body)
                for received, receipt in (await work.receive(1)).items():
                    asked.add(received)
                    await work.ask("DeleteMessage", ReceiptHandle=receipt)
                    deleted.add(received)
        except aiohttp.ClientError:
            return

    for number in range(4):
        async with life(tmp_path) as (work, _):
            working = [
                asyncio.create_task(work_until_killed(work, f"{number}-{worker}"))
                for worker in range(3)
            ]
            wanted = len(sent) + random.randint(20, 60)
            async with asyncio.timeout(60):
                while len(sent) < wanted:  # noqa: ASYNC110 - what counts is how many there are
                    await asyncio.sleep(0.001)
            os.kill(work.pid, signal.SIGKILL)
            await asyncio.gather(*working)
    async with life(tmp_path) as (work, _):
        found = await work.everything()
    assert not sent - asked - found
    assert not found & deleted
    assert len(deleted) > 50


async def test_what_a_queue_has_seen_is_forgotten_when_its_journal_is_put_together(
    tmp_path: Path,
) -> None:
    async with life(tmp_path) as (work, _):
        for number in range(200):
            await work.send(f"{number}")
            [receipt] = (await work.receive()).values()
            await work.ask("DeleteMessage", ReceiptHandle=receipt)
        await work.send("left")
    tables = snapshots.compact(tmp_path / "dynamodb")
    assert [message["body"] for message in tables["queue work"].values()] == ["left"]
    assert snapshots.size(tmp_path / "dynamodb") < 2_000
