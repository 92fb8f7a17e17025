"""`csms refused-calls`: what a charge point said of charging that the CSMS has not taken."""

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, listed, operates
from csms_tools.operator.time_options import ranged


@click.command("refused-calls")
@click.argument("id", type=charge_point_id)
@ranged("Received")
@listed
@operates
def refused_calls(
    operator: Operator, most: int | None, id: str, since: str | None, until: str | None
) -> None:
    """List the calls of the charge point ID about charging that were refused, by action.

    They came while it was Pending or Rejected, or could not be understood: what they tell has to
    be done by hand.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(received="receivedAt", action="action", why="why", payload="payload")
    where = path("charge-points", id, "refused-calls")
    items = operator.api.items(where, {"from": since, "to": until}, most)
    operator.output.items(items, table)
