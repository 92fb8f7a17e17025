"""`csms registration`: what BootNotification answers a charge point from now on."""

from typing import TYPE_CHECKING

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, operates
from csms_tools.operator.prompts import somebody_is_there
from csms_tools.operator.settings import REGISTRATION

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

BOOT = {"requestedMessage": "BootNotification"}


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("status", type=REGISTRATION)
@click.option(
    "--interval",
    type=click.IntRange(min=1),
    help="Seconds between its heartbeats, or until its next BootNotification.",
)
@click.option("--tell", is_flag=True, help="Let it boot again now, if it was last told Pending.")
@operates
def registration(
    operator: Operator, id: str, status: str, interval: int | None, tell: bool
) -> None:
    """Accept, postpone or reject the charge point ID.

    It hears so when its BootNotification is answered next; on a terminal, and with --tell, one
    that was last told Pending and is connected is asked for one.
    """
    from csms_tools.operator.client import path

    body = {"registration": status} | ({"interval": interval} if interval else {})
    changed = operator.api.ask("PATCH", path("charge-points", id), body=body).json()
    said = f"{id} is {status} from its next message on"
    if waits_to_hear(changed):
        if not tell and somebody_is_there():
            tell = click.confirm(f"{id} was last told Pending. Let it boot again?", err=True)
        if tell:
            where = path("charge-points", id, "commands", "TriggerMessage")
            operator.api.ask("POST", where, body=BOOT)
            said = f"{id} is {status}, and asked to boot again"
        else:
            hint = f"csms call {id} TriggerMessage requestedMessage=BootNotification"
            click.echo(f"it was last told Pending; it boots again with: {hint}", err=True)
    operator.output.done(said, changed)


def waits_to_hear(charge_point: "Document") -> bool:
    """Whether it is connected and goes by a Pending that holds no more."""
    return bool(
        charge_point["connected"]
        and charge_point.get("registrationTold") == "Pending"
        and charge_point["registration"] != "Pending"
    )
