"""`csms registration`: what BootNotification answers a charge point from now on."""

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, operates
from csms_tools.operator.settings import REGISTRATION


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("status", type=REGISTRATION)
@click.option(
    "--interval",
    type=click.IntRange(min=1),
    help="Seconds between its heartbeats, or until its next BootNotification.",
)
@operates
def registration(operator: Operator, id: str, status: str, interval: int | None) -> None:
    """Accept, postpone or reject the charge point ID."""
    from csms_tools.operator.client import path

    body = {"registration": status} | ({"interval": interval} if interval else {})
    changed = operator.api.ask("PATCH", path("charge-points", id), body=body).json()
    operator.output.done(f"{id} is {status} from its next message on", changed)
