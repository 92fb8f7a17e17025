"""`csms registration`: what BootNotification answers a charge point from now on."""

from typing import Literal

import click

from csms_tools.commands import Failed
from csms_tools.commands.running import api_option, reach_store


@click.command()
@click.argument("id")
@click.argument("status", type=click.Choice(["Accepted", "Pending", "Rejected"]))
@click.option(
    "--interval",
    type=click.IntRange(min=1),
    help="Seconds between its heartbeats, or until its next BootNotification.",
)
@api_option
def registration(
    id: str,
    status: Literal["Accepted", "Pending", "Rejected"],
    interval: int | None,
    api: str,
) -> None:
    """Accept, postpone or reject the charge point ID."""
    reach_store(api)
    from csms.store import charge_points

    try:
        charge_points.set_registration(id, status, interval)
    except charge_points.NotFound:
        raise Failed(f"there is no charge point {id}") from None
    click.echo(f"{id} is {status} from its next message on")
