"""`csms log`: what a charge point said, and what it was answered."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from csms_tools.commands.running import api_option, reach_store

if TYPE_CHECKING:
    from csms.store.message_log import LoggedFrame

POLL = 0.5  # seconds


@click.command()
@click.argument("id")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day of UTC; else today, and what is left of the night before.",
)
@click.option("--follow", "-f", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@api_option
def log(id: str, day: datetime | None, follow: bool, api: str) -> None:
    """Show the frames of the charge point ID: CALL and answer, how long it took, what was wrong.

    Secrets are redacted. There is no log with the parameter MessageLogRetentionDays=0.
    """
    reach_store(api)
    now = datetime.now(UTC)
    days = [day] if day else sorted({now - timedelta(hours=6), now}, key=lambda one: one.date())
    seen: dict[str, str] = {}
    for one in days:
        _show(id, one, seen)
    while follow:
        time.sleep(POLL)
        _show(id, datetime.now(UTC), seen)


def _show(id: str, day: datetime, seen: dict[str, str]) -> None:
    """Show what is new of a day; `seen` has the last key of each."""
    from csms.store import message_log

    date = f"{day:%Y-%m-%d}"
    for entry in message_log.of_day(id, day, after=seen.get(date, "")):
        click.echo(_told(entry))
        seen[date] = entry.sk


def _told(entry: "LoggedFrame") -> str:
    lines = [f"{entry.received_at:%Y-%m-%d %H:%M:%S.%f}"[:-3] + f"  > {entry.frame}"]
    if entry.answer is not None:
        lines.append(f"{f'{entry.milliseconds} ms':>23}  < {entry.answer}")
    if entry.error is not None:
        lines.append(f"{'':>23}  ! {entry.error}")
    return "\n".join(lines)
