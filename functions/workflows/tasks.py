"""The task queue's consumer: every task is idempotent, for SQS delivers at least once."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from csms import connections
from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.outbound import dispatch, looking_after, settling
from csms.redaction import redacted
from csms.store.reported.connections import Connection
from csms.telemetry import Told, logger
from csms.wire import frames
from csms.wire.errors import OldSocket
from csms.wire.frames import CallFrame
from outbound import COMMANDS
from workflows.apply_template import apply_template
from workflows.come_back import after_boot, after_reconnect
from workflows.continue_local_list import continue_local_list
from workflows.follow_campaign import follow as follow_campaign
from workflows.follow_campaign import look_soon
from workflows.follow_jobs import follow_boot, follow_statuses
from workflows.follow_jobs import follow_command as follow_job
from workflows.follow_reservation import follow, follow_command, follow_lost
from workflows.issue_certificate import follow as issue_certificate
from workflows.issue_certificate import follow_command as follow_certificate
from workflows.list_in_step import id_tags_changed, keep_in_step
from workflows.look_after_certificate import look_after as look_after_certificate
from workflows.note_arrival import note_arrival
from workflows.repeat_update import repeat_update

# a batch of which everything failed is told like any other, not raised
_batch = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


class Failed(Exception):
    """A task has to come again; an Exception, for the batch goes on after no other."""


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> PartialItemFailureResponse:
    """Says which messages failed; those come again, and at last go to the dead letters.

    One that hangs fails alone or with those after it: had Lambda to end it, all would have failed.
    """

    def take(record: SQSRecord) -> None:
        logger.about(Told(record.body))
        try:
            with within(context.get_remaining_time_in_millis() / 1000 - 1):
                perform(json.loads(record.body), datetime.now(UTC))
        except (Exception, OutOfTime) as failure:
            logger.exception("a task failed", extra={"task": _as_logged(record.body)})
            raise Failed from failure

    return process_partial_response(event, take, _batch)


def _as_logged(body: str) -> str:
    """Without what a charge point has said, which may be anything."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    if isinstance(told, dict):
        told.pop("frame", None)
    return redacted(json.dumps(told))


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
            dispatch.lost(COMMANDS, ended, at)
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
        case {
            "task": "issue-certificate",
            "chargePointId": str(charge_point_id),
            "requestId": str(request_id),
        }:
            issue_certificate(charge_point_id, request_id, at)
        case {
            "task": "follow-certificate",
            "chargePointId": str(charge_point_id),
            "commandId": str(_),
        }:
            follow_certificate(charge_point_id, at)
        case {
            "task": "look-after-certificate",
            "chargePointId": str(charge_point_id),
            "sha256": str(sha256),
        }:
            look_after_certificate(charge_point_id, sha256, at)
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
        case {"Records": [*records]}:  # S3's own words
            for record in records:
                note_arrival(record)
        case {"Event": "s3:TestEvent"}:  # when the bucket is made
            pass
        case {"task": "apply-template", "chargePointId": str(charge_point_id)}:
            apply_template(charge_point_id, at)
        case {"task": "booted", "chargePointId": str(charge_point_id)}:
            waited = str(task["for"]) if task.get("waited") else ""
            after_boot(charge_point_id, at, waited=waited)
        case {"task": "reconnected", "chargePointId": str(charge_point_id)}:
            after_reconnect(charge_point_id, at, waited=task.get("waited", False))
        case {"task": "keep-list-in-step", "chargePointId": str(charge_point_id)}:
            keep_in_step(charge_point_id, at, waited=task.get("waited", False))
        case {"task": "id-tags-changed"}:
            id_tags_changed(task.get("position"))
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
