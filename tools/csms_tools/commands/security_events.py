"""`csms security-events`: what charge points report of their security, and who failed to get in."""

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, listed, operates


@click.command("security-events")
@click.argument("id", type=charge_point_id, required=False)
@click.option("--type", "type_", help="As FailedToAuthenticate.")
@click.option("--since", "--from", "since", help="At that time or later: 2026-06-01T12:00:00Z.")
@click.option("--until", "--to", "until", help="Before that time.")
@listed
@operates
def security_events(
    operator: Operator,
    most: int | None,
    id: str | None,
    type_: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List the security events of the charge point ID, or of all, the newest first.

    Handshakes that were refused and connections that were closed for what came over them are
    counted by minute and address. Who is not provisioned is in csms inbox.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    where = path("charge-points", id, "security-events") if id else "/security-events"
    table = columns(
        at="at",
        charge_point="chargePointId",
        type="type",
        times="tries",
        address="sourceIp",
        told=lambda item: item.get("reason") or item.get("techInfo"),
    )
    query = {"type": type_, "from": since, "to": until}
    operator.output.items(operator.api.items(where, query, most), table)
