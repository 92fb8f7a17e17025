"""A charge point for which the CSMS may do things on its own, in tests."""

import json
from datetime import datetime, timedelta
from typing import Any

from moto.backends import get_backend

from tests import acting
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import CP, answer, error, open_call, tasks
from tests.support import NOON, Sockets
from workflows.tasks import perform

BOOT = {"chargePointVendor": "ACME", "chargePointModel": "X1", "firmwareVersion": "1.0"}
MINUTE = timedelta(minutes=1)
KINDS = ("booted", "reconnected", "keep-list-in-step", "id-tags-changed", "continue-local-list")
SWITCHES = (
    "configurationAfterBoot",
    "localListInStep",
    "profilesAfterBoot",
    "statusAfterReconnect",
)


def switched_on(*names: str, **more: object) -> None:
    body = dict.fromkeys(names, True) | more
    assert ask("PATCH", f"/charge-points/{CP}", body=body).status == 200


def follow(at: datetime = NOON) -> int:
    """Tasks come, and what these lead to, but none that waits; in how many rounds."""
    messages = get_backend("sqs")["123456789012"]["eu-west-1"].queues["tasks"]._messages
    rounds = 0
    while True:
        held = [message for message in messages if json.loads(message.body).get("waited")]
        due = [task for task, _ in tasks() if task["task"] in KINDS and not task.get("waited")]
        messages[:] = held
        if not due:
            return rounds
        rounds += 1
        for task in due:
            with acting.in_the_name_of("Tasks"):
                perform(task, at)


def boots(says: Says, at: datetime = NOON, **boot: str) -> None:
    """And what a boot leads to comes."""
    said = says("BootNotification", BOOT | boot, at=at)
    assert said
    assert said[2]["status"] == "Accepted"
    follow(at)


def asked(sockets: Sockets) -> list[str]:
    """The actions of the commands that were sent."""
    return [frame[2] for frame in sockets.frames if frame[0] == 2]


def payloads(sockets: Sockets, action: str) -> list[Any]:
    return [frame[3] for frame in sockets.frames if frame[0] == 2 and frame[2] == action]


def answered(said: dict[str, Any] | None = None, at: datetime = NOON) -> None:
    """All that is sent is answered so, and what follows comes."""
    while command_id := open_call():
        answer(command_id, {"status": "Accepted"} if said is None else said, at)
        follow(at)


def refused(code: str = "NotSupported", at: datetime = NOON) -> None:
    while command_id := open_call():
        error(command_id, code, at)
        follow(at)


def commands() -> list[Any]:
    """The newest first."""
    found: list[Any] = ask("GET", f"/charge-points/{CP}/commands").json["items"]
    return found
