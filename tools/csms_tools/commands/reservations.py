"""`csms reservations`: connectors that are kept for somebody, and how that ended."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed
from csms_tools.operator.completing import charge_point_id, reservation
from csms_tools.operator.completing import connector as known_connector
from csms_tools.operator.completing import id_tag as known_tag
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

STATUSES = ("Accepted", "Used", "Expired", "Cancelled", "Lost", "Faulted", "Occupied", "Rejected")
WAIT = 30.0  # seconds for the answer of the charge point
FORCE = click.option("--force", is_flag=True, help="Though it seems to make no sense.")


@click.group(cls=WithList)
def reservations() -> None:
    """List the reservations of a charge point; or make, show or cancel one."""


@reservations.command("list")
@click.argument("id", type=charge_point_id)
@click.option("--status", type=click.Choice([*STATUSES, "Unavailable"]))
@ranged("Answered")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    id: str,
    status: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List those of the charge point ID; Accepted are those that hold."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "conflicts_with",
        "reason",
        "ended",
        "transaction",
        reservation="reservationId",
        connector="connectorId",
        id_tag="idTag",
        expires="expiryDate",
        status="status",
        ended="endedAt",
        transaction="transactionId",
        conflicts_with="conflictsWith",
        reason="reason",
    )
    where = path("charge-points", id, "reservations")
    query = {"status": status, "from": since, "to": until}
    operator.output.items(operator.api.items(where, query, most), table)


@reservations.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=reservation)
@operates
def show(operator: Operator, id: str, number: int) -> None:
    """Show the reservation NUMBER of the charge point ID."""
    from csms_tools.operator.client import path

    operator.output.one(operator.api.get(path("charge-points", id, "reservations", str(number))))


@reservations.command()
@click.argument("id", type=charge_point_id)
@click.argument("id_tag", type=known_tag)
@click.option("--connector", type=known_connector, default=0, help="0, or none: any.")
@click.option("--until", default="15m", show_default=True, help="As 90s, 15m, 2h, or a time.")
@click.option(
    "--group", type=known_tag, help="The parentIdTag of a group, any of whose tags may come."
)
@click.option("--number", type=int, help="Its id; one that is in use is replaced.")
@FORCE
@operates
def start(
    operator: Operator,
    id: str,
    id_tag: str,
    connector: int,
    until: str,
    group: str | None,
    number: int | None,
    force: bool,
) -> None:
    """Keep a connector of the charge point ID for the tag ID_TAG; prints the reservation."""
    from csms_tools.operator.client import path
    from csms_tools.operator.times import moment

    body = {
        "connectorId": connector,
        "idTag": id_tag,
        "expiryDate": moment("--until", until, datetime.now(UTC)),
        "parentIdTag": group,
        "reservationId": number,
    }
    body = {name: value for name, value in body.items() if value is not None}
    command = _asked(operator, "POST", path("charge-points", id, "reservations"), force, body)
    made = str(command["payload"]["reservationId"])
    operator.output.one(operator.api.get(path("charge-points", id, "reservations", made)))


@reservations.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=reservation)
@FORCE
@operates
def cancel(operator: Operator, id: str, number: int, force: bool) -> None:
    """Let the reservation NUMBER of the charge point ID go."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "reservations", str(number))
    operator.output.done(f"{number} is cancelled", _asked(operator, "DELETE", where, force))


def _asked(
    operator: Operator, method: str, where: str, force: bool, body: "Document | None" = None
) -> "Document":
    """The command once it was answered Accepted; raises Failed."""
    from csms_tools.operator import outcomes

    answer = operator.api.ask(method, where, query={"force": force or None}, body=body)
    command: Document = outcomes.waited_for(operator.api, operator.output, answer.json(), WAIT)
    outcomes.judge(command)
    if command["status"] in outcomes.ON_ITS_WAY:
        raise Failed(f"{command['action']}: after {WAIT:g} s it is {command['status']}")
    return command
