"""`csms commands`: what was asked of a charge point, and what came of it."""

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import Action, charge_point_id
from csms_tools.operator.completing import command_id as known
from csms_tools.operator.options import Operator, is_typed, listed, operates
from csms_tools.operator.time_options import ranged


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("command_id", type=known, required=False)
@click.option("--cancel", is_flag=True, help="Cancel COMMAND_ID, if it has not been sent yet.")
@click.option("--action", type=Action())
@click.option("--status", type=click.Choice(["Queued", "Sent", "Ended"]))
@ranged("Asked for")
@listed
@operates
def commands(
    operator: Operator,
    most: int | None,
    id: str,
    command_id: str | None,
    cancel: bool,
    action: str | None,
    status: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List the commands to the charge point ID, the newest first; or show COMMAND_ID of them."""
    from csms_tools.operator.client import path
    from csms_tools.operator.outcomes import told
    from csms_tools.operator.output import columns

    if command_id is not None:
        if is_typed("action", "status", "since", "until", "limit", "everything"):
            raise Wrong("one COMMAND_ID, or a list? What narrows a list is of no use to one")
        where = path("charge-points", id, "commands", command_id)
        command = operator.api.ask("DELETE" if cancel else "GET", where).json()
        operator.output.one(command)
        return
    if cancel:
        raise Wrong("--cancel needs a COMMAND_ID")
    table = columns(
        "by",
        "at",
        at="createdAt",
        command_id="commandId",
        action="action",
        outcome=told,
        by="createdBy",
    )
    query = {"action": action, "status": status, "from": since, "to": until}
    path_ = path("charge-points", id, "commands")
    operator.output.items(operator.api.items(path_, query, most), table)
