"""What S3 tells a queue of each new object, and its lifecycle rule.

A queue here forgets with its process, so at the start everything is told once more: whoever hears
of an object twice does nothing the second time.
"""

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any

import aiohttp

from csms_tools.local.files.shelf import DAY, Kept, Shelf
from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.stack.files import Files

_FAILURES = (ServiceError, aiohttp.ClientError, TimeoutError)
_logger = logging.getLogger(__name__)


class Arrivals:
    def __init__(self, files: Files, shelf: Shelf, *, endpoint: str) -> None:
        self._files = files
        self._shelf = shelf
        self._endpoint = endpoint
        self._sqs: JsonApi
        self._daily: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._sqs = JsonApi(self._endpoint, "AmazonSQS")
        self._daily = asyncio.create_task(self._look_after())

    async def stop(self) -> None:
        if self._daily:
            self._daily.cancel()
            await asyncio.gather(self._daily, return_exceptions=True)
            await self._sqs.close()

    async def tell(self, kept: Kept) -> None:
        body = json.dumps({"Records": [event(self._files.bucket, kept)]})
        request = {"QueueUrl": self._files.queue.url, "MessageBody": body}
        try:
            await self._sqs.call("SendMessage", request)
        except _FAILURES as error:  # it is told at the next start
            _logger.error("%s: its arrival was not told: %s", kept.stored.key, error)

    async def _look_after(self) -> None:
        for kept in await asyncio.to_thread(lambda: list(self._shelf.all())):
            await self.tell(kept)
        while True:
            await asyncio.to_thread(self._shelf.expire_uploads, self._files.days)
            await asyncio.sleep(DAY)


def event(bucket: str, kept: Kept) -> dict[str, Any]:
    """The parts of S3's notification that anybody reads."""
    at = datetime.fromtimestamp(kept.at, UTC).isoformat(timespec="milliseconds")
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": at.replace("+00:00", "Z"),
        "s3": {
            "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {"key": kept.stored.key, "size": kept.size, "eTag": kept.etag},
        },
    }
