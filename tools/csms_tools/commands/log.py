"""`csms log`: what was said between a charge point and the CSMS."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, operates

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

POLL = 0.5  # seconds
DAY, EVENING = timedelta(days=1), timedelta(hours=6)


@click.command()
@click.argument("id", type=charge_point_id)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day of UTC; else today, and the evening before.",
)
@click.option("--follow", "-f", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@operates
def log(operator: Operator, id: str, day: datetime | None, follow: bool) -> None:
    """Show the frames of the charge point ID: CALL and answer, how long it took, what was wrong.

    `>` came from the charge point, `<` went to it; a `!` at the left is the end of a connection, or
    a handshake that was refused. Secrets are redacted. There is no log with the
    parameter MessageLogRetentionDays=0.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.frames import Frames

    if day and follow:
        raise Wrong("--day or --follow? What comes is of today")
    now = datetime.now(UTC)
    midnight = day or now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight if day else min(midnight, now - EVENING)
    until = midnight + DAY if day else None
    query = {
        "from": f"{since:%Y-%m-%dT%H:%M:%SZ}",
        "to": f"{until:%Y-%m-%dT%H:%M:%SZ}" if until else None,
        "order": "asc",
    }
    frames = Frames(operator.api, path("charge-points", id, "messages"), query)
    show = operator.output.line if follow and operator.output.as_json else _show
    if operator.output.as_json and not follow:
        operator.output.document(list(frames.new()))
        return
    while True:
        for message in frames.new():
            show(message)
        if not follow:
            return
        time.sleep(POLL)


def _show(message: "Document") -> None:
    from csms_tools.operator.output import visible

    said, answered = ("<", ">") if message["direction"] == "fromCsms" else (">", "<")
    at = datetime.fromisoformat(message["at"])
    lines = []
    moment = f"{at:%Y-%m-%d %H:%M:%S.%f}"[:-3]
    if "frame" not in message:  # what befell the connection
        click.echo(f"{moment}  ! {visible(message.get('error', ''))}")
        return
    if not message.get("again"):
        lines.append(f"{moment}  {said} {visible(message['frame'])}")
    if message.get("answer") is not None:
        took = f"{message['milliseconds']} ms" if "milliseconds" in message else ""
        lines.append(f"{took:>23}  {answered} {visible(message['answer'])}")
    if message.get("error") is not None:
        lines.append(f"{'':>23}  ! {visible(message['error'])}")
    click.echo("\n".join(lines))
