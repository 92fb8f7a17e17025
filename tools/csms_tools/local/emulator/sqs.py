"""ministack's SQS behind one adapter: what a queue was told to keep is journaled.

A message stands in the journal of DynamoDB's items, in a table of its queue's own, from before its
SendMessage is answered until it is deleted: one sync for both. That it was received is not written
down, for whoever received it has died with this process: it comes again at once, and what it was
tried so far is forgotten.

It relies on these of the module's own names: _get_q, _queue_by_arn, _dlq_sweep, _expire_retained.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ministack.services import sqs  # type: ignore[import-not-found]

from .dynamodb import Answer
from .journal import Journal
from .snapshots import Tables

Message = dict[str, Any]
Queue = dict[str, Any]


class Sqs:
    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._recovered: Tables = journal.recovered if journal else {}
        if journal:
            sqs._dlq_sweep = self._noting_what_goes(sqs._dlq_sweep)
            sqs._expire_retained = self._noting_what_goes(sqs._expire_retained)

    async def handle(
        self, operation: str, headers: Mapping[str, str], body: bytes, request: dict[str, Any]
    ) -> Answer:
        going = self._going(operation, request) if self._journal else {}
        result: tuple[int, dict[str, str], str | bytes] = await sqs.handle_request(
            "POST", "/", headers, body, {}
        )
        status, sent, content = result
        text = content if isinstance(content, bytes) else content.encode()
        if self._journal and status == 200:
            # but for ReceiveMessage, nothing has been awaited since: the last are its own
            self._note(operation, request, json.loads(text or b"{}"), going)
            await self._journal.durable()
        return status, dict(sent), text

    def _note(
        self, operation: str, request: dict[str, Any], told: dict[str, Any], going: Iterable[str]
    ) -> None:
        match operation:
            case "CreateQueue":
                self._bring_back(_queue(told["QueueUrl"]))
            case "SendMessage":
                queue = _queue(request["QueueUrl"])
                self._put(queue, queue["messages"][-1:])
            case "SendMessageBatch":
                queue = _queue(request["QueueUrl"])
                first = len(queue["messages"]) - len(told["Successful"])
                self._put(queue, queue["messages"][first:])
            case "DeleteMessage" | "DeleteMessageBatch" | "PurgeQueue":
                self._gone(_queue(request["QueueUrl"]), going)

    def _going(self, operation: str, request: dict[str, Any]) -> list[str]:
        """The ids of the messages that an operation will delete if it succeeds."""
        match operation, request:
            case "DeleteMessage", {"QueueUrl": str(url), "ReceiptHandle": str(handle)}:
                handles = {handle}
            case "DeleteMessageBatch", {"QueueUrl": str(url), "Entries": [*entries]}:
                handles = {str(entry.get("ReceiptHandle")) for entry in entries}
            case "PurgeQueue", {"QueueUrl": str(url)}:
                return [message["id"] for message in _messages(url)]
            case _:
                return []
        return [message["id"] for message in _messages(url) if message["receipt_handle"] in handles]

    def _noting_what_goes(self, original: Callable[[Queue], None]) -> Callable[[Queue], None]:
        """Of what has been tried too often, or has lain too long: nobody asks for that."""

        def noting(queue: Queue) -> None:
            before: list[Message] = queue["messages"]
            original(queue)
            if len(queue["messages"]) == len(before):
                return
            left = {message["id"] for message in queue["messages"]}
            gone = {message["id"] for message in before} - left
            self._gone(queue, gone)
            if policy := queue["attributes"].get("RedrivePolicy"):
                target = sqs._queue_by_arn(json.loads(policy)["deadLetterTargetArn"])
                self._put(target, [it for it in target["messages"] if it["id"] in gone])

        return noting

    def _bring_back(self, queue: Queue) -> None:
        kept = self._recovered.pop(_table(queue), {})
        # a snapshot may have them in another order than the one in which they were sent
        queue["messages"] += sorted(kept.values(), key=lambda message: message["sent_at"])

    def _put(self, queue: Queue, messages: Iterable[Message]) -> None:
        assert self._journal
        changes = [(_table(queue), "", message["id"], message) for message in messages]
        if changes:
            self._journal.append(changes)

    def _gone(self, queue: Queue, ids: Iterable[str]) -> None:
        assert self._journal
        changes = [(_table(queue), "", id, None) for id in ids]
        if changes:
            self._journal.append(changes)


def _queue(url: str) -> Queue:
    queue: Queue = sqs._get_q(url)
    return queue


def _messages(url: str) -> list[Message]:
    """None of a queue that is not there: what is asked of that is about to be refused."""
    try:
        return list(_queue(url)["messages"])
    except sqs._Err:
        return []


def _table(queue: Queue) -> str:
    """No table of DynamoDB can have that name."""
    return f"queue {queue['name']}"
