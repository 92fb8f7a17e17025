"""`csms charging-profiles`: what limits the power of a charge point."""

from typing import TYPE_CHECKING

import click

from csms_tools.operator.completing import charge_point_id, connector
from csms_tools.operator.options import Operator, listed, operates

if TYPE_CHECKING:
    from csms_tools.operator.client import Document


@click.command("charging-profiles")
@click.argument("id", type=charge_point_id)
@click.option("--connector", type=connector, help="0 is the charge point itself.")
@listed
@operates
def charging_profiles(operator: Operator, most: int | None, id: str, connector: int | None) -> None:
    """List the charging profiles that the charge point ID has, as far as is known.

    csms call ID SetChargingProfile sets one, csms call ID ClearChargingProfile clears them.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "command_id",
        "transaction",
        "accepted",
        "level",
        profile="chargingProfileId",
        connector="connectorId",
        purpose="purpose",
        level="stackLevel",
        transaction="transactionId",
        limits=_limits,
        accepted="acceptedAt",
        command_id="commandId",
    )
    where = path("charge-points", id, "charging-profiles")
    items = operator.api.items(where, {"connectorId": connector}, most)
    operator.output.items(items, table)


def _limits(item: "Document") -> str:
    """From which second on how much: 0: 16 A, 3600: 32 A."""
    schedule = item["profile"].get("chargingSchedule", {})
    unit = schedule.get("chargingRateUnit", "")
    periods = schedule.get("chargingSchedulePeriod", [])
    return ", ".join(f"{one['startPeriod']}: {one['limit']} {unit}" for one in periods)
