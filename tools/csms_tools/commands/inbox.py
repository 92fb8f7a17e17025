"""`csms inbox`: charge points that tried to connect, and are not provisioned or accepted."""

import click

from csms_tools.operator.completing import unknown_id
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.settings import REGISTRATION, Setting, settable, with_password

SETTINGS = (
    Setting(
        "securityProfile",
        "security-profile",
        "0 to 3; else as it waits, or 2.",
        click.IntRange(0, 3),
    ),
    Setting("password", "password", "Else one is made, where one is due; -: asks for it."),
    Setting(
        "registration",
        "registration",
        "What BootNotification answers; Accepted if nothing is said.",
        REGISTRATION,
    ),
    Setting("interval", "interval", "Seconds between heartbeats.", click.IntRange(1)),
    Setting("serialNumber", "serial-number", "Of its certificate."),
)


@click.group(cls=WithList)
def inbox() -> None:
    """List the strangers at the door, the latest first; or accept or forget one of them."""


@inbox.command("list")
@listed
@operates
def list_(operator: Operator, most: int | None) -> None:
    """List them, the latest first."""
    from csms_tools.operator.output import columns

    table = columns(
        "certificate",
        "since",
        "vendor",
        "connected",
        "model",
        "times",
        "reason",
        last="lastAt",
        id="identity",
        address="sourceIp",
        times="attempts",
        since="firstAt",
        certificate="certificateSubject",
        reason="reason",
        profile="securityProfile",
        connected="connected",
        vendor="vendor",
        model="model",
    )
    operator.output.items(operator.api.items("/inbox", {}, most), table)


@inbox.command()
@click.argument("id", type=unknown_id)
@settable(*SETTINGS)
@operates
def accept(operator: Operator, id: str, given: dict[str, object]) -> None:
    """Provision the stranger ID, or accept it as it came, if it waits for that.

    Prints the password that it has to be given, if one was made.
    """
    from csms_tools.commands.registration import waits_to_hear
    from csms_tools.operator.client import path

    where = path("inbox", id, "accept")
    accepted = operator.api.ask("POST", where, body=with_password(given)).json()
    profile = accepted["chargePoint"]["securityProfile"]
    said = f"{id} is provisioned at security profile {profile}"
    operator.output.done(said, accepted)
    if "password" in accepted and not operator.output.as_json:
        click.echo(f"password {accepted['password']}")
    if waits_to_hear(accepted["chargePoint"]):
        hint = f"csms call {id} TriggerMessage requestedMessage=BootNotification"
        click.echo(f"it was last told Pending; it boots again with: {hint}", err=True)


@inbox.command()
@click.argument("id", type=unknown_id)
@YES
@operates
def delete(operator: Operator, id: str, yes: bool) -> None:
    """Forget the stranger ID; if it tries again, it is back."""
    from csms_tools.operator.client import path

    sure(f"Forget {id}?", yes=yes)
    operator.api.ask("DELETE", path("inbox", id))
    operator.output.done(f"{id} is forgotten")
