"""What has come of a command, and whether that is what was wanted."""

import time

import click

from csms_tools.commands import Failed
from csms_tools.operator.client import Api, Document, path
from csms_tools.operator.output import Output, visible

ON_ITS_WAY = ("Queued", "Sent")
GOOD = frozenset({"Accepted", "AcceptedCanceled", "RebootRequired", "Scheduled", "Unlocked"})
LONGEST_WAIT = 25  # seconds, of one request


def waited_for(api: Api, output: Output, command: Document, seconds: float) -> Document:
    """The command once it has ended, or as it is when the time is over."""
    over = time.monotonic() + seconds
    action, charge_point_id = command["action"], command["chargePointId"]
    where = path("charge-points", charge_point_id, "commands", command["commandId"])
    with output.waiting(f"{charge_point_id} is asked: {action}"):
        while command["status"] in ON_ITS_WAY and (left := over - time.monotonic()) > 0:
            command = api.get(where, {"wait": min(LONGEST_WAIT, max(1, round(left)))})
    return command


def judge(command: Document) -> None:
    """Raises Failed for one that has ended, and not as it was wanted."""
    status = command["status"]
    if status in ON_ITS_WAY:
        return
    if status != "Answered":
        raise Failed(f"{command['action']} to {command['chargePointId']}: {told(command)}")
    said = command.get("response", {}).get("status", "Accepted")
    if said not in GOOD:
        raise Failed(f"{command['action']}: {command['chargePointId']} answered {said}")


def show(output: Output, command: Document) -> None:
    """How it stands, and what was answered beyond that."""
    if output.as_json:
        output.document(command)
        return
    click.echo(f"{command['commandId']}  {visible(told(command))}")
    response = command.get("response") or {}
    output.one({name: value for name, value in response.items() if name != "status"})


def told(command: Document) -> str:
    """How it stands, in few words."""
    error = command.get("error")
    said = (command.get("response") or {}).get("status")
    match command["status"]:
        case "Answered":
            return f"answered {said}" if said else "answered"
        case "CallError" if error:
            return f"answered the error {error['code']} {error['description']}".rstrip()
        case status if error and error["description"]:
            return f"{status}: {error['description']}"
        case status:
            return str(status)
