"""`csms jobs`: what goes on at a charge point after the answer to its command."""

from typing import TYPE_CHECKING

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Query

ACTIONS = ("GetDiagnostics", "GetLog", "SignedUpdateFirmware", "UpdateFirmware")


@click.command()
@click.argument("id", type=charge_point_id)
@click.option("--action", type=click.Choice(ACTIONS))
@click.option("--ended/--not-ended", default=None)
@ranged("Asked for")
@listed
@operates
def jobs(
    operator: Operator,
    most: int | None,
    id: str,
    action: str | None,
    ended: bool | None,
    since: str | None,
    until: str | None,
) -> None:
    """List the updates, diagnostics and logs that the charge point ID accepted, the newest first.

    csms firmware and csms logs begin them.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "location",
        "reason",
        "ended",
        "opened",
        opened="openedAt",
        action="action",
        progress="progress",
        outcome="outcome",
        ended="endedAt",
        reason="reason",
        location="location",
        command_id="commandId",
    )
    query: Query = {"action": action, "ended": ended, "from": since, "to": until}
    where = path("charge-points", id, "jobs")
    operator.output.items(operator.api.items(where, query, most), table)
