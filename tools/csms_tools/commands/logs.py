"""`csms logs`: logs and diagnostics that charge points bring, here or elsewhere."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed
from csms_tools.operator.completing import charge_point_id, command_id, file_id
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

ANSWER = 30.0  # seconds for the answer of the charge point
LOOK = 1.0  # seconds between two looks at how far it is
FAILED = frozenset(
    {
        "BadMessage",
        "Canceled",
        "NotSupportedOperation",
        "PermissionDenied",
        "UploadFailed",
        "UploadFailure",
    }
)


@click.group(cls=WithList)
def logs() -> None:
    """List the files that a charge point has brought; or ask for a log, show or fetch one."""


@logs.command("list")
@click.argument("id", type=charge_point_id)
@ranged("Arrived")
@listed
@operates
def list_(
    operator: Operator, most: int | None, id: str, since: str | None, until: str | None
) -> None:
    """List what the charge point ID has brought to addresses of ours."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "until",
        "refused",
        file="fileId",
        bytes="size",
        arrived="arrivedAt",
        until="expiresAt",
        refused="refused",
    )
    query = {"from": since, "to": until}
    where = path("charge-points", id, "files")
    operator.output.items(operator.api.items(where, query, most), table)


@logs.command()
@click.argument("id", type=charge_point_id)
@click.argument("command", type=command_id)
@operates
def show(operator: Operator, id: str, command: str) -> None:
    """Show how the request COMMAND for a log of ID goes: its job, and what it has brought."""
    from csms_tools.operator.client import path

    items = operator.api.items(path("charge-points", id, "jobs"), None, None)
    job = next((one for one in items if one["commandId"] == command), None)
    if job is None:
        raise Failed(f"{id} has no job {command}: csms commands {id} tells what it answered")
    operator.output.one(job | {"files": _of_command(operator, id, "files", command)})


@logs.command()
@click.argument("id", type=charge_point_id)
@click.option(
    "--log-type",
    type=click.Choice(["DiagnosticsLog", "SecurityLog"]),
    help="By GetLog; else it is GetDiagnostics.",
)
@click.option("--location", help="A server of your own, http(s) or ftp(s); told as it is written.")
@click.option("--oldest", metavar="TIME", help="What is older is left out.")
@click.option("--latest", metavar="TIME", help="What is younger is left out.")
@click.option("--retries", type=click.IntRange(0), help="Of the charge point's own.")
@click.option("--wait", default="10m", show_default=True, help="For the file: 90s, 15m, 2h; 0s.")
@click.option("--force", is_flag=True, help="Though it seems to make no sense.")
@operates
def start(
    operator: Operator,
    id: str,
    log_type: str | None,
    location: str | None,
    oldest: str | None,
    latest: str | None,
    retries: int | None,
    wait: str,
    force: bool,
) -> None:
    """Ask the charge point ID for its log, and wait until it has come."""
    from csms_tools.operator import outcomes
    from csms_tools.operator.client import path
    from csms_tools.operator.times import moment

    now = datetime.now(UTC)
    over = datetime.fromisoformat(moment("--wait", wait, now)) - now
    body = {
        "logType": log_type,
        "location": location,
        "oldest": oldest,
        "latest": latest,
        "retries": retries,
    }
    body = {name: value for name, value in body.items() if value is not None}
    where = path("charge-points", id, "logs")
    answer = operator.api.ask("POST", where, query={"force": force or None}, body=body)
    command = outcomes.waited_for(operator.api, operator.output, answer.json(), ANSWER)
    outcomes.judge(command)
    if command["status"] in outcomes.ON_ITS_WAY or over <= timedelta(0):
        operator.output.done(f"{command['commandId']} is {command['status']}", command)
        return
    _followed(operator, id, command["commandId"], over, elsewhere=location is not None)


@logs.command()
@click.argument("id", type=charge_point_id)
@click.argument("file", type=file_id)
@click.option(
    "--to", type=click.Path(path_type=Path), help="Where to write it; else its name, here."
)
@operates
def download(operator: Operator, id: str, file: str, to: Path | None) -> None:
    """Fetch FILE, as the list names it; what broke off is gone on with."""
    from csms_tools.operator.client import path
    from csms_tools.operator.transfers import fetch

    found = operator.api.get(path("charge-points", id, "files", file))
    if "download" not in found:
        raise Failed(f"{file}: {found.get('refused', 'it cannot be fetched')}")
    target = to or Path(found["name"])
    size = fetch(found["download"], target)
    operator.output.done(f"{target}  {size} bytes", found)


def _followed(
    operator: Operator, id: str, command_id: str, wait: timedelta, *, elsewhere: bool
) -> None:
    """Until the file is here, or, elsewhere, until the charge point says so; raises Failed."""
    ends, told = time.monotonic() + wait.total_seconds(), ""
    with operator.output.waiting(f"{id} brings its log"):
        while time.monotonic() < ends:
            files = _of_command(operator, id, "files", command_id)
            jobs = _of_command(operator, id, "jobs", command_id)
            progress = str(jobs[0].get("progress", "")) if jobs else ""
            if progress and progress != told:
                click.echo(f"{id}: {progress}", err=True)
                told = progress
            if progress in FAILED:
                raise Failed(f"{id}: {progress}")
            if files or (elsewhere and progress == "Uploaded"):
                return _shown(operator, command_id, files)
            time.sleep(LOOK)
    raise Failed(f"nothing has come yet; csms logs {id} shows what comes")


def _shown(operator: Operator, command_id: str, files: "list[Document]") -> None:
    refused = [one["refused"] for one in files if "refused" in one]
    if refused:
        raise Failed(refused[0])
    names = "\n".join(f"{one['fileId']}  {one['size']} bytes" for one in files)
    operator.output.done(names or f"{command_id} is Uploaded", files)


def _of_command(operator: Operator, id: str, kind: str, command_id: str) -> "list[Document]":
    from csms_tools.operator.client import path

    found = operator.api.get(path("charge-points", id, kind), {"limit": 50})
    return [one for one in found["items"] if one["commandId"] == command_id]
