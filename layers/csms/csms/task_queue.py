"""What can wait, or has to be tried again: messages on the task queue."""

import json
import os
from datetime import datetime, timedelta
from typing import Any

from csms import aws, connections
from csms.telemetry import logger

LONGEST_UPGRADE = timedelta(seconds=20)  # the authorizer and $connect, ten seconds each
AGAIN = (2, 10)  # seconds
BOOTS_WITHIN = 15  # seconds of its connection, if it does


def close_connection(connection_id: str, opened_at: datetime, at: datetime) -> None:
    """Close a socket now, or a little later if API Gateway does not answer.

    `opened_at` is when its `$connect` came. API Gateway does not know a socket whose upgrade is
    not finished, and finishes it all the same: a young one that is not there is closed again.
    """
    try:
        if connections.close(connection_id):
            return
    except Exception:
        logger.exception("closing a connection failed, again later")
        close_later(connection_id)
    if at - opened_at < LONGEST_UPGRADE:
        for seconds in AGAIN:
            close_later(connection_id, seconds=seconds)


def close_later(connection_id: str, *, seconds: int = 1) -> None:
    later({"task": "close-connection", "connectionId": connection_id}, seconds=seconds)


def take_answer_later(
    charge_point_id: str, frame: str, at: datetime, generation: str | None = None
) -> None:
    """What a charge point answered, as it came; `generation`: see `Call`."""
    later(
        {
            "task": "take-answer",
            "chargePointId": charge_point_id,
            "frame": frame,
            "at": at.isoformat(),
            "generation": generation,
        }
    )


def follow_reservation_later(charge_point_id: str, reservation_id: int) -> None:
    task = {"task": "follow-reservation", "chargePointId": charge_point_id}
    later({**task, "reservationId": reservation_id}, seconds=0)


def lose_reservations_later(charge_point_id: str) -> None:
    later({"task": "lose-reservations", "chargePointId": charge_point_id}, seconds=0)


def follow_statuses_later(charge_point_id: str, notification: str, at: datetime) -> None:
    """Somebody sees to which job a status belongs."""
    task = {"task": "follow-statuses", "chargePointId": charge_point_id}
    later({**task, "notification": notification, "at": at.isoformat()}, seconds=0)


def follow_boot_later(charge_point_id: str) -> None:
    later({"task": "follow-boot", "chargePointId": charge_point_id}, seconds=0)


def repeat_update_later(charge_point_id: str, command_id: str) -> None:
    task = {"task": "repeat-update", "chargePointId": charge_point_id}
    later({**task, "commandId": command_id}, seconds=0)


def follow_campaign_later(campaign_id: str) -> None:
    """Somebody sees to it that its execution runs."""
    later({"task": "follow-campaign", "campaignId": campaign_id}, seconds=0)


def look_at_campaign_later(campaign_id: str, charge_point_id: str) -> None:
    """Somebody has connected whose turn it is in a campaign; a second later it can be spoken to."""
    task = {"task": "look-at-campaign", "campaignId": campaign_id}
    later({**task, "chargePointId": charge_point_id})


def issue_certificate_later(charge_point_id: str, request_id: str) -> None:
    """Somebody looks at what a charge point has asked to be certified."""
    task = {"task": "issue-certificate", "chargePointId": charge_point_id}
    later({**task, "requestId": request_id}, seconds=0)


def look_after_certificate_later(charge_point_id: str, sha256: str) -> None:
    """Somebody looks whether its end is near, and what is to be done for its renewal."""
    task = {"task": "look-after-certificate", "chargePointId": charge_point_id}
    later({**task, "sha256": sha256}, seconds=0)


def apply_template_later(charge_point_id: str) -> None:
    later({"task": "apply-template", "chargePointId": charge_point_id})


def booted_later(charge_point_id: str) -> None:
    later({"task": "booted", "chargePointId": charge_point_id})


def reconnected_later(charge_point_id: str) -> None:
    """Once it is plain that no BootNotification comes over the connection."""
    later({"task": "reconnected", "chargePointId": charge_point_id}, seconds=BOOTS_WITHIN)


def id_tags_changed_later() -> None:
    """Failing to tell the local lists fails no change: the next boot brings them in step."""
    try:
        later({"task": "id-tags-changed"})
    except Exception:
        logger.exception("changed id tags were not told to local lists")


def later(task: dict[str, Any], *, seconds: int = 1) -> None:
    """At least once, after so many seconds (SQS: 900 at most)."""
    aws.call(
        aws.SQS,
        "SendMessage",
        {
            "QueueUrl": os.environ["TASK_QUEUE_URL"],
            "MessageBody": json.dumps(task),
            "DelaySeconds": seconds,
        },
    )
