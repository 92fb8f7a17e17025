import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from csms_tools.local.aws import Aws
from csms_tools.local.functions.lambda_service import QUEUED, Functions
from csms_tools.local.functions.queues import Queues
from csms_tools.local.json_api import JsonApi
from csms_tools.local.stack.stack import Stack
from tests.csms_tools.local import stacks

CONSUMER = """
Consumer:
  Type: AWS::Serverless::Function
  Properties:
    Handler: demo.app.consume
    Timeout: 5
    Environment: {Variables: {SEEN: %s}}
    Events:
      Work:
        Type: SQS
        Properties:
          Queue: !GetAtt Work.Arn
          BatchSize: %d
          FunctionResponseTypes: [ReportBatchItemFailures]
"""
CONSUME = '''

def consume(event, context):
    """Note the event; what it answers stands in the bodies."""
    import json

    with open(os.environ["SEEN"], "a") as seen:
        seen.write(json.dumps(event) + "\\n")
    bodies = [record["body"] for record in event["Records"]]
    if "hang" in bodies:
        time.sleep(4)
    if "raise" in bodies:
        raise ValueError("no")
    if "nonsense" in bodies:
        return {"batchItemFailures": [{"itemIdentifier": "unknown"}]}
    failed = [record for record in event["Records"] if record["body"].startswith("fail")]
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}
'''

BODY = '{"task": "close"}'


class Desk:
    """A queue, its dead letters, and what the consumer has seen."""

    def __init__(self, stack: Stack, functions: Functions, sqs: JsonApi, seen: Path) -> None:
        self.stack = stack
        self.functions = functions
        self.sqs = sqs
        self._seen = seen

    @property
    def events(self) -> list[dict[str, Any]]:
        lines = self._seen.read_text().splitlines() if self._seen.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def bodies(self) -> list[str]:
        return [record["body"] for event in self.events for record in event["Records"]]

    async def send(self, *bodies: str) -> None:
        entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
        url = self.stack.queues["Work"].url
        await self.sqs.call("SendMessageBatch", {"QueueUrl": url, "Entries": entries})

    async def left(self, queue: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        request = {"QueueUrl": self.stack.queues[queue].url, "AttributeNames": names}
        found = (await self.sqs.call("GetQueueAttributes", request))["Attributes"]
        return sum(int(found[name]) for name in names)


@pytest.fixture
async def desk(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """Its parameter is the size of a batch."""
    aws = Aws()
    seen = tmp_path / "seen"
    stack = stacks.stack(
        tmp_path,
        more=CONSUMER % (seen, getattr(request, "param", 5)),
        handler=stacks.HANDLER + CONSUME,
        endpoint=aws.endpoint,
    )
    await aws.start()
    await aws.create(stack)
    functions = Functions(stack, endpoint=aws.endpoint, log=tmp_path / "log")
    await functions.start()
    queues = Queues(stack, functions, endpoint=aws.endpoint)
    await queues.start()
    async with JsonApi(aws.endpoint, "AmazonSQS") as sqs:
        yield Desk(stack, functions, sqs, seen)
    await queues.stop()
    await functions.stop()
    await aws.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(8):
        while not holds():  # noqa: ASYNC110 - what it waits for is in another process
            await asyncio.sleep(0.02)


async def test_a_function_gets_messages_as_lambda_hands_them_over(desk: Desk) -> None:
    before = time.time() * 1000
    await desk.sqs.call(
        "SendMessage",
        {
            "QueueUrl": desk.stack.queues["Work"].url,
            "MessageBody": BODY,
            "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "x"}},
        },
    )
    await until(lambda: bool(desk.events))
    [record] = desk.events[0]["Records"]
    attributes = record.pop("attributes")
    assert attributes["ApproximateReceiveCount"] == "1"
    assert before - 1000 < int(attributes["SentTimestamp"]) < before + 60_000
    assert {"SenderId", "ApproximateFirstReceiveTimestamp"} <= attributes.keys()
    assert len(record.pop("messageId")) == 36
    assert record.pop("receiptHandle")
    assert record == {
        "body": BODY,
        "messageAttributes": {
            "kind": {
                "stringValue": "x",
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": "String",
            }
        },
        "md5OfBody": hashlib.md5(BODY.encode()).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:Work",
        "awsRegion": "eu-west-1",
    }


async def test_what_was_consumed_does_not_come_again(desk: Desk) -> None:
    await desk.send(*"abcdefgh")
    await until(lambda: len(desk.bodies) == 8)
    await asyncio.sleep(1.2)  # the visibility timeout
    assert sorted(desk.bodies) == list("abcdefgh")
    assert max(len(event["Records"]) for event in desk.events) <= 5
    assert await desk.left("Work") == 0


async def test_only_the_messages_that_failed_come_again_and_end_as_dead_letters(
    desk: Desk,
) -> None:
    await desk.send("good", "fail", "fine")
    await until(lambda: desk.bodies.count("fail") == 2)
    await asyncio.sleep(1.5)
    assert sorted(desk.bodies) == ["fail", "fail", "fine", "good"]
    assert (await desk.left("Work"), await desk.left("Dead")) == (0, 1)


@pytest.mark.parametrize("how", ["raise", "nonsense"])
async def test_the_whole_batch_comes_again_when_the_function_gives_no_sensible_answer(
    desk: Desk, how: str
) -> None:
    await desk.send("good", how)
    await until(lambda: desk.bodies.count("good") == 2 and desk.bodies.count(how) == 2)


@pytest.mark.parametrize("desk", [1], indirect=True)
async def test_messages_that_hang_delay_no_other(desk: Desk) -> None:
    await desk.send(*["hang"] * (QUEUED - 1))
    await until(lambda: desk.bodies.count("hang") == QUEUED - 1)
    began = time.monotonic()
    await desk.send("quick")
    await until(lambda: "quick" in desk.bodies)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("desk", [1], indirect=True)
async def test_so_many_calls_are_at_work_and_take_no_worker_from_those_who_answer_charge_points(
    desk: Desk,
) -> None:
    await desk.send(*["hang"] * QUEUED)
    await until(lambda: desk.bodies.count("hang") == QUEUED)
    await desk.send("one too many")
    async with asyncio.timeout(1.5):
        assert await desk.functions.invoke("Allowed", {"do": "where"})
    await asyncio.sleep(0.5)
    assert "one too many" not in desk.bodies


async def test_a_message_may_be_delayed(desk: Desk) -> None:
    url = desk.stack.queues["Work"].url
    request = {"QueueUrl": url, "MessageBody": "later", "DelaySeconds": 1}
    await desk.sqs.call("SendMessage", request)
    await asyncio.sleep(0.6)
    assert desk.bodies == []
    await until(lambda: desk.bodies == ["later"])
