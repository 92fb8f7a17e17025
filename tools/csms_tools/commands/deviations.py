"""`csms deviations`: how charge points depart from OCPP, as their makers can be told."""

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, listed, operates
from csms_tools.operator.time_options import ranged


@click.command()
@click.argument("id", type=charge_point_id, required=False)
@ranged("Which came last")
@listed
@operates
def deviations(
    operator: Operator, most: int | None, id: str | None, since: str | None, until: str | None
) -> None:
    """List the faults that were mended in messages of the charge point ID; or of all.

    Each kind of fault once, as a list that its manufacturer can be sent: `at least` is how many
    messages had it, the example is a value as it came, in JSON.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    where = path("charge-points", id, "deviations") if id else "/deviations"
    table = columns(
        "first",
        "example",
        "last",
        "at_least",
        charge_point="chargePointId",
        message="action",
        member="member",
        fault="kind",
        at_least="atLeast",
        first="firstAt",
        last="lastAt",
        example="example",
    )
    operator.output.items(operator.api.items(where, {"from": since, "to": until}, most), table)
