"""What has come of a command, and whether that is what was wanted."""

import time

import click

from csms_tools.commands import Failed
from csms_tools.operator.client import Api, Document, path
from csms_tools.operator.output import Column, Output, visible

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


def conclude(
    api: Api, output: Output, command: Document, seconds: float | None, *, meanwhile: str = ""
) -> None:
    """Show the command once it has ended; with no seconds to wait, as it is.

    Raises Failed, if it was not answered as it was wanted, or not in time: `meanwhile` says what
    holds then.
    """
    if seconds:
        command = waited_for(api, output, command, seconds)
    show(output, command)
    judge(command)
    if seconds and command["status"] in ON_ITS_WAY:
        said = f"{command['action']}: after {seconds:g} s it is {command['status']}"
        raise Failed("; ".join(filter(None, [said, meanwhile])))


def judge(command: Document) -> None:
    """Raises Failed for one that has ended, and not as it was wanted."""
    status = command["status"]
    if status in ON_ITS_WAY:
        return
    response = _answer(command)
    if response is None:
        raise Failed(f"{command['action']} to {command['chargePointId']}: {told(command)}")
    said = response.get("status", "Accepted")
    if said not in GOOD:
        raise Failed(f"{command['action']}: {command['chargePointId']} answered {said}")


def show(output: Output, command: Document) -> None:
    """How it stands, and what was answered beyond that."""
    if output.as_json:
        output.document(command)
        return
    click.echo(f"{command['commandId']}  {visible(told(command))}")
    response = {name: value for name, value in (_answer(command) or {}).items() if name != "status"}
    tables = {name: value for name, value in response.items() if _is_table(value)}
    output.one({name: value for name, value in response.items() if name not in tables})
    for rows in tables.values():
        headings = dict.fromkeys(name for row in rows for name in row)
        output.rows(rows, [Column(name, name) for name in headings])


def told(command: Document) -> str:
    """How it stands, in few words."""
    error = command.get("error")
    said = (command.get("response") or {}).get("status")
    match command["status"]:
        case "Answered":
            return f"answered {said}" if said else "answered"
        case "CallError" if error:
            return f"answered the error {error['code']} {error['description']}".rstrip()
        case status if (late := _answer(command)) is not None:
            return f"{status}, answered late {late.get('status', '')}".rstrip()
        case status if error and error["description"]:
            return f"{status}: {error['description']}"
        case status:
            return str(status)


def _answer(command: Document) -> Document | None:
    """Also one that came after the command had ended: a Reset may cut off its own answer."""
    if command["status"] == "Answered":
        return command.get("response") or {}
    late: Document = command.get("lateAnswer") or {}
    return late.get("response")


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
