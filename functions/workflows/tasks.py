"""The task queue's consumer: every task is idempotent, for SQS delivers at least once."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from csms import connections
from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context, Event
from csms.outbound import dispatch, looking_after, settling
from csms.redaction import redacted
from csms.store.reported.connections import Connection
from csms.telemetry import logger
from csms.wire import frames
from csms.wire.errors import OldSocket
from csms.wire.frames import CallFrame
from outbound import COMMANDS
from workflows.apply_template import apply_template
from workflows.continue_local_list import continue_local_list
from workflows.follow_campaign import follow as follow_campaign
from workflows.follow_campaign import look_soon
from workflows.follow_jobs import follow_boot, follow_statuses
from workflows.follow_jobs import follow_command as follow_job
from workflows.follow_reservation import follow, follow_command, follow_lost
from workflows.repeat_update import repeat_update


def handler(event: Event, context: Context) -> dict[str, Any]:
    """Says which messages failed; those come again, and at last go to the dead letters.

    One that hangs fails alone or with those after it: had Lambda to end it, all would have failed.
    """
    failed = [record["messageId"] for record in event["Records"] if not _done(record, context)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _done(record: dict[str, Any], context: Context) -> bool:
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            perform(json.loads(record["body"]), datetime.now(UTC))
    except (Exception, OutOfTime):
        logger.exception("a task failed", extra={"task": redacted(record["body"])})
        return False
    return True


def perform(task: dict[str, Any], at: datetime) -> None:
    match task:
        case {"task": "close-connection", "connectionId": str(connection_id)}:
            connections.close(connection_id)
        case {"task": "drain", "chargePointId": str(charge_point_id)}:
            dispatch.drain(COMMANDS, charge_point_id, at)
        case {
            "task": "watch",
            "chargePointId": str(charge_point_id),
            "commandId": str(command_id),
        }:
            flags = {name: task.get(name, False) for name in ("call", "again")}
            looking_after.look_after(COMMANDS, charge_point_id, command_id, at, **flags)
        case {
            "task": "connection-lost",
            "chargePointId": str(charge_point_id),
            "connectionId": str(connection_id),
            "commandId": str(command_id),
        }:
            ended = Connection.of(charge_point_id)
            ended.connection_id, ended.open_call = connection_id, command_id
            dispatch.lost(ended, at)
        case {
            "task": "continue-local-list",
            "chargePointId": str(charge_point_id),
            "commandId": str(command_id),
        }:
            continue_local_list(charge_point_id, command_id, at)
        case {
            "task": "follow-reservation",
            "chargePointId": str(charge_point_id),
            "commandId": str(command_id),
        }:
            follow_command(charge_point_id, command_id, at)
        case {
            "task": "follow-reservation",
            "chargePointId": str(charge_point_id),
            "reservationId": int(reservation_id),
        }:
            follow(charge_point_id, reservation_id, at)
        case {
            "task": "follow-job",
            "chargePointId": str(charge_point_id),
            "commandId": str(command_id),
        }:
            follow_job(charge_point_id, command_id, at)
        case {
            "task": "follow-statuses",
            "chargePointId": str(charge_point_id),
            "notification": str(notification),
            "at": str(came_at),
        }:
            follow_statuses(
                charge_point_id, notification, at, since=datetime.fromisoformat(came_at)
            )
        case {"task": "follow-boot", "chargePointId": str(charge_point_id)}:
            follow_boot(charge_point_id, at)
        case {
            "task": "repeat-update",
            "chargePointId": str(charge_point_id),
            "commandId": str(command_id),
        }:
            repeat_update(charge_point_id, command_id, at)
        case {"task": "follow-campaign", "campaignId": str(campaign_id)}:
            follow_campaign(campaign_id, at)
        case {
            "task": "look-at-campaign",
            "campaignId": str(campaign_id),
            "chargePointId": str(charge_point_id),
        }:
            look_soon(campaign_id, charge_point_id, at)
        case {"task": "lose-reservations", "chargePointId": str(charge_point_id)}:
            follow_lost(charge_point_id, at)
        case {"task": "apply-template", "chargePointId": str(charge_point_id)}:
            apply_template(charge_point_id, at)
        case {
            "task": "take-answer",
            "chargePointId": str(charge_point_id),
            "frame": str(text),
            "at": str(came_at),
        }:
            answer = frames.parse(text)
            assert not isinstance(answer, CallFrame)
            came = datetime.fromisoformat(came_at)
            generation = task.get("generation")
            with suppress(OldSocket):  # nothing that came over one is kept
                settling.settle(
                    COMMANDS, charge_point_id, answer, text, came, now=at, generation=generation
                )
        case _:
            raise ValueError("an unknown task")
