"""`csms audit`: who changed what, when, and from which address."""

import click

from csms_tools.operator.options import Operator, listed, operates
from csms_tools.operator.time_options import ranged


@click.command()
@click.option("--resource", help="Its path, as charge-points/CP1.")
@click.option("--by", help="The subject of a token.")
@click.option("--operation", help="As changeChargePoint.")
@ranged("Made")
@listed
@operates
def audit(
    operator: Operator,
    most: int | None,
    resource: str | None,
    by: str | None,
    operation: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List the changes that operators made, the newest first."""
    from csms_tools.operator.output import columns

    query = {
        "resource": resource,
        "subject": by,
        "operation": operation,
        "from": since,
        "to": until,
    }
    table = columns(
        "role",
        "details",
        "address",
        "by",
        at="at",
        by=lambda item: item.get("name") or item["subject"],
        role="role",
        operation="operation",
        resource="resource",
        address="sourceIp",
        details="details",
    )
    operator.output.items(operator.api.items("/audit", query, most), table)
