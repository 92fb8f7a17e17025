"""What tests of commands say and look at: CP1 on the socket "one", since a minute before noon."""

import json
from datetime import datetime, timedelta
from typing import Any

from moto.backends import get_backend

from csms.outbound import dispatch, looking_after, sending, settling
from csms.outbound.sending import Order
from csms.store import commands
from csms.store.commands import CommandRecord, PostedTwice
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import fetch
from csms.wire.frames import CallErrorFrame, CallResultFrame
from outbound import COMMANDS
from tests.support import NOON

CP = "CP1"
SECOND = timedelta(seconds=1)


def connected(connection_id: str = "one", at: datetime = NOON - timedelta(minutes=1)) -> None:
    connections.opened(CP, connection_id, at, security_profile=2, source_ip="203.0.113.7")


def send(
    command_id: str,
    action: str = "Reset",
    payload: dict[str, Any] | None = None,
    *,
    key: PostedTwice | None = None,
    **order: Any,
) -> CommandRecord:
    given = {"type": "Soft"} if payload is None else payload
    asked: dict[str, Any] = {"by": "olga", "at": NOON, "timeout": 30, **order}
    return sending.send(
        COMMANDS,
        action,
        Order(charge_point_id=CP, command_id=command_id, payload=given, **asked),
        key,
    )


def answer(
    command_id: str, payload: dict[str, Any] | None = None, at: datetime = NOON + SECOND
) -> CommandRecord | None:
    said = {"status": "Accepted"} if payload is None else payload
    frame = CallResultFrame(command_id, said)
    return settling.settle(COMMANDS, CP, frame, json.dumps([3, command_id, said]), at)


def error(command_id: str, code: str = "NotSupported", at: datetime = NOON + SECOND) -> None:
    frame = CallErrorFrame(command_id, code, "no such thing", {})
    settling.settle(COMMANDS, CP, frame, json.dumps([4, command_id, code, "", {}]), at)


def drain(at: datetime = NOON) -> None:
    dispatch.drain(COMMANDS, CP, at)


def look_after(command_id: str, at: datetime) -> None:
    looking_after.look_after(COMMANDS, CP, command_id, at)


def found(command_id: str) -> CommandRecord:
    record = commands.find(CP, command_id)
    assert record
    return record


def status(command_id: str) -> str:
    return found(command_id).status


def open_call() -> str | None:
    (connection,) = fetch(Connection.of(CP))
    return connection.open_call if connection else None


def key_of(name: str, digest: str, command_id: str) -> PostedTwice:
    posted = PostedTwice.of("olga", name)
    posted.digest, posted.charge_point_id, posted.command_id = digest, CP, command_id
    return posted


def tasks() -> list[tuple[dict[str, Any], int]]:
    """What lies on the task queue, and for how many seconds it is held back."""
    queue = get_backend("sqs")["123456789012"]["eu-west-1"].queues["tasks"]
    return [(json.loads(message.body), _delay(message)) for message in queue._messages]


def _delay(message: Any) -> int:
    """Seconds."""
    return int(message.delayed_until - message.sent_timestamp) // 1000


def take_tasks() -> list[dict[str, Any]]:
    """Take everything off the task queue, as if its time had come."""
    queue = get_backend("sqs")["123456789012"]["eu-west-1"].queues["tasks"]
    bodies = [json.loads(message.body) for message in queue._messages]
    queue._messages.clear()
    return bodies


def connection() -> Connection | None:
    """That which its commands leave over."""
    return fetch(Connection.of(CP))[0]
