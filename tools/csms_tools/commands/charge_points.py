"""`csms charge-points`: what operators set for charge points, and what is known of each."""

from typing import TYPE_CHECKING

import click

from csms_tools.commands.security_profile import raise_
from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.provisioned import add_commands
from csms_tools.operator.settings import REGISTRATION, Setting, settable, with_password
from csms_tools.operator.time_options import QUEUE_UNTIL

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

SETTINGS = (
    Setting("securityProfile", "security-profile", "0 to 3.", click.IntRange(0, 3)),
    Setting("password", "password", "16 to 20 characters or 32 to 40 hex digits; -: asks for it."),
    Setting("registration", "registration", "What BootNotification answers.", REGISTRATION),
    Setting("interval", "interval", "Seconds between heartbeats.", click.IntRange(1), True),
    Setting("serialNumber", "serial-number", "Of its certificate.", removable=True),
    Setting(
        "certificateRenewal",
        "certificate-renewal",
        "On its own: have its certificate renewed in time.",
        click.BOOL,
    ),
    Setting(
        "configurationAfterBoot",
        "configuration-after-boot",
        "On its own: read the configuration after a boot.",
        click.BOOL,
    ),
    Setting(
        "localListInStep",
        "local-list-in-step",
        "On its own: keep its local list as our id tags stand.",
        click.BOOL,
    ),
    Setting(
        "profilesAfterBoot",
        "profiles-after-boot",
        "On its own: send its charging profiles again after a boot.",
        click.BOOL,
    ),
    Setting(
        "statusAfterReconnect",
        "status-after-reconnect",
        "On its own: ask for its status after a reconnect.",
        click.BOOL,
    ),
    Setting(
        "automaticDistance",
        "automatic-distance",
        "Seconds at least between two times of the same on its own.",
        click.IntRange(1, 86_400),
        True,
    ),
)


@click.group("charge-points", cls=WithList)
def charge_points() -> None:
    """List charge points; or create, show, change, delete, import and export them."""


add_commands(
    charge_points,
    charge_point_id,
    SETTINGS,
    metavar="ID",
    show="Show all that is known of the charge point ID.",
    change="Change what is set for the charge point ID; the rest stays as it is.",
    delete="Delete the charge point ID and close its socket; its transactions stay.",
    export="Write all of them as CSV, or with --json as JSON; never a password.",
)


charge_points.add_command(raise_)


@charge_points.command("list")
@click.option("--registration", type=REGISTRATION)
@click.option("--connected/--not-connected", default=None)
@click.option("--security-profile", type=click.IntRange(0, 3))
@click.option("--model")
@click.option("--vendor")
@click.option("--begins", metavar="TEXT", help="What the id begins with.")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    registration: str | None,
    connected: bool | None,
    security_profile: int | None,
    model: str | None,
    vendor: str | None,
    begins: str | None,
) -> None:
    """List them, by name."""
    from csms_tools.operator.output import columns

    query = {
        "registration": registration,
        "connected": connected,
        "securityProfile": security_profile,
        "model": model,
        "vendor": vendor,
        "q": begins,
    }
    table = columns(
        "profile",
        "model",
        "registration",
        "last_seen",
        "connectors",
        id="id",
        connected="connected",
        registration="registration",
        profile="securityProfile",
        model=_model,
        connectors=_connectors,
        last_seen="lastSeenAt",
    )
    operator.output.items(operator.api.items("/charge-points", query, most), table)


@charge_points.command()
@click.argument("id")
@settable(*SETTINGS)
@operates
def create(operator: Operator, id: str, given: dict[str, object]) -> None:
    """Provision the charge point ID; at security profile 2 if nothing else is said."""
    body = {"id": id, "securityProfile": 2} | with_password(given)
    made = operator.api.ask("POST", "/charge-points", body=body).json()
    said = f"{id} is provisioned at security profile {made['securityProfile']}"
    operator.output.done(said, made)


@charge_points.command()
@click.argument("id", type=charge_point_id)
@operates
def disconnect(operator: Operator, id: str) -> None:
    """Close the socket of the charge point ID, which then connects anew."""
    from csms_tools.operator.client import path

    operator.api.ask("DELETE", path("charge-points", id, "connection"))
    operator.output.done(f"{id} is disconnected")


@charge_points.command("rotate-key")
@click.argument("id", type=charge_point_id)
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    help="Seconds for the answer.",
)
@QUEUE_UNTIL
@click.option("--force", is_flag=True, help="Though an earlier key may be the one in use.")
@operates
def rotate_key(
    operator: Operator, id: str, wait: float, queue_until: str | None, force: bool
) -> None:
    """Give the charge point ID another AuthorizationKey, which nobody sees.

    Exit code 0: it was taken, or without the time to wait, is on its way.
    """
    from csms_tools.operator import outcomes
    from csms_tools.operator.client import path

    query = {"queueUntil": queue_until, "force": force or None}
    where = path("charge-points", id, "authorization-key")
    command = operator.api.ask("POST", where, query=query).json()
    outcomes.conclude(operator.api, operator.output, command, wait, meanwhile="both keys are taken")


def _model(item: "Document") -> str:
    boot = item.get("boot", {})
    return f"{boot.get('chargePointVendor', '')} {boot.get('chargePointModel', '')}".strip()


def _connectors(item: "Document") -> str:
    return ", ".join(
        f"{one['connectorId']} {one.get('status', '?')}"
        for one in item["connectors"]
        if one["connectorId"]
    )
