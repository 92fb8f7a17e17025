"""`csms problems`: what keeps charge points from getting through, and what helps."""

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, listed, operates


@click.command()
@click.argument("id", type=charge_point_id, required=False)
@listed
@operates
def problems(operator: Operator, most: int | None, id: str | None) -> None:
    """List the problems of the charge point ID, with the transactions they hold up; or of all."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    where = path("charge-points", id, "problems") if id else "/problems"
    table = columns(
        last="lastAt",
        charge_point="chargePointId",
        problem="problem",
        times="times",
        since="firstAt",
        remedy="remedy",
        holds_up=lambda item: ", ".join(map(str, item.get("heldBack") or [])),
    )
    operator.output.items(operator.api.items(where, {}, most), table)
