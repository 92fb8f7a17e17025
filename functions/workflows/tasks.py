"""The task queue's consumer: every task is idempotent, for SQS delivers at least once."""

import json
from typing import Any

from csms import connections
from csms.inbound import Event
from csms.telemetry import logger


def handler(event: Event, _: object) -> dict[str, Any]:
    """Says which messages failed; those come again, and at last go to the dead letters."""
    failed = [record["messageId"] for record in event["Records"] if not _done(record)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _done(record: dict[str, Any]) -> bool:
    try:
        perform(json.loads(record["body"]))
    except Exception:
        logger.exception("a task failed", extra={"task": record["body"]})
        return False
    return True


def perform(task: dict[str, Any]) -> None:
    match task:
        case {"task": "close-connection", "connectionId": str(connection_id)}:
            connections.close(connection_id)
        case _:
            raise ValueError("an unknown task")
