"""What can wait, or has to be tried again: messages on the task queue."""

import json
import os
from datetime import datetime
from typing import Any

from csms import aws, connections
from csms.telemetry import logger


def close_connection(connection_id: str) -> None:
    """Close a socket now, or a little later if API Gateway does not answer."""
    try:
        connections.close(connection_id)
    except Exception:
        logger.exception("closing a connection failed, again later")
        later({"task": "close-connection", "connectionId": connection_id})


def take_answer_later(charge_point_id: str, frame: str, at: datetime) -> None:
    """What a charge point answered, as it came."""
    later(
        {
            "task": "take-answer",
            "chargePointId": charge_point_id,
            "frame": frame,
            "at": at.isoformat(),
        }
    )


def apply_template_later(charge_point_id: str) -> None:
    later({"task": "apply-template", "chargePointId": charge_point_id})


def later(task: dict[str, Any], *, seconds: int = 1) -> None:
    """At least once, after so many seconds (SQS: 900 at most)."""
    aws.client("sqs").send_message(
        QueueUrl=os.environ["TASK_QUEUE_URL"],
        MessageBody=json.dumps(task),
        DelaySeconds=seconds,
    )
