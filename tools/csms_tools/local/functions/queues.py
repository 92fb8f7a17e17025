"""Event source mappings: what Lambda's poller does between an SQS queue and a function."""

import asyncio
import logging
from typing import Any

import aiohttp

from csms_tools.local.functions.lambda_service import QUEUED, FunctionError, Functions
from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.stack.stack import REGION, EventSource, Stack

Message = dict[str, Any]

_logger = logging.getLogger(__name__)

_WAIT = 20  # seconds, the longest poll there is
_MOST = 10  # messages that SQS hands out at once
_AFTER_FAILURE = 1.0  # seconds
_FAILURES = (ServiceError, aiohttp.ClientError, TimeoutError)


class Queues:
    def __init__(self, stack: Stack, functions: Functions, *, endpoint: str) -> None:
        self._stack = stack
        self._functions = functions
        self._sqs: JsonApi
        self._endpoint = endpoint
        self._stopping = asyncio.Event()
        self._pollers: list[asyncio.Task[None]] = []
        self._at_work: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to poll the queues that functions consume."""
        self._sqs = JsonApi(self._endpoint, "AmazonSQS")
        self._pollers = [
            asyncio.create_task(self._poll(source)) for source in self._stack.event_sources
        ]

    async def stop(self) -> None:
        """Stop polling; batches that a function has are finished first."""
        self._stopping.set()
        await asyncio.gather(*self._pollers)
        await asyncio.gather(*self._at_work)
        await self._sqs.close()

    async def _poll(self, source: EventSource) -> None:
        """A batch to each call, and as many calls at once as there are workers, as Lambda scales.

        What no call can take yet stays in the queue.
        """
        stopping = asyncio.create_task(self._stopping.wait())
        calls = asyncio.Semaphore(QUEUED)
        while not self._stopping.is_set():
            await calls.acquire()
            receiving = asyncio.create_task(self._receive(source))
            await asyncio.wait({receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not receiving.done():
                receiving.cancel()
                break
            messages: list[Message] = []
            try:
                messages = receiving.result()
            except _FAILURES as error:
                _logger.error("%s: %s", source.queue.name, error)
                await asyncio.wait({stopping}, timeout=_AFTER_FAILURE)
            if messages:
                self._set_to_work(source, messages, calls)
            else:
                calls.release()

    def _set_to_work(
        self, source: EventSource, messages: list[Message], calls: asyncio.Semaphore
    ) -> None:
        async def work() -> None:
            try:
                await self._hand_over(source, messages)
            except _FAILURES as error:
                _logger.error("%s: %s", source.queue.name, error)
            finally:
                calls.release()

        task = asyncio.create_task(work())
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _receive(self, source: EventSource) -> list[Message]:
        answer = await self._sqs.call(
            "ReceiveMessage",
            {
                "QueueUrl": source.queue.url,
                "MaxNumberOfMessages": min(source.batch_size, _MOST),
                "WaitTimeSeconds": _WAIT,
                "AttributeNames": ["All"],
                "MessageAttributeNames": ["All"],
            },
        )
        messages: list[Message] = answer.get("Messages", [])
        return messages

    async def _hand_over(self, source: EventSource, messages: list[Message]) -> None:
        records = [_record(source, message) for message in messages]
        try:
            result = await self._functions.invoke(source.function, {"Records": records})
        except FunctionError as error:
            _logger.error("%s: %s", source.queue.name, error)
            return  # they come again when their visibility timeout is over
        failed = _failed(result, {record["messageId"] for record in records}, source)
        done = [message for message in messages if message["MessageId"] not in failed]
        if done:
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(done)
            ]
            await self._sqs.call(
                "DeleteMessageBatch", {"QueueUrl": source.queue.url, "Entries": entries}
            )


def _failed(result: Any, ids: set[str], source: EventSource) -> set[str]:
    """The messages that stay in the queue: those it names, or all if it cannot be understood."""
    if not source.reports_item_failures or not result:
        return set()
    try:
        named = {item["itemIdentifier"] for item in result.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return ids
    return named if named <= ids else ids


def _record(source: EventSource, message: Message) -> Message:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": source.queue.arn,
        "awsRegion": REGION,
    }


def _attribute(value: Message) -> Message:
    found = {
        ours: value[theirs]
        for ours, theirs in (("stringValue", "StringValue"), ("binaryValue", "BinaryValue"))
        if theirs in value
    }
    return {**found, "stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
