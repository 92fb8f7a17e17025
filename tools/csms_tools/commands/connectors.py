"""`csms connectors`: what the connectors of a charge point reported last."""

import click

from csms_tools.operator.completing import charge_point_id, connector
from csms_tools.operator.options import Operator, operates, tabular


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=connector, required=False)
@tabular
@operates
def connectors(operator: Operator, id: str, number: int | None) -> None:
    """List the connectors of the charge point ID, 0 being itself; or show NUMBER of them."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    where = path("charge-points", id, "connectors")
    if number is not None:
        operator.output.one(operator.api.get(where + path(number)))
        return
    table = columns(
        "vendor_error",
        "info",
        "availability",
        connector="connectorId",
        status="status",
        since="timestamp",
        error="errorCode",
        info="info",
        vendor_error="vendorErrorCode",
        availability="availability",
    )
    operator.output.whole(operator.api.get(where)["items"], table)
