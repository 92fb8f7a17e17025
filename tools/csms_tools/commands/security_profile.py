"""`csms charge-points raise`: a charge point is led to a higher security profile."""

from pathlib import Path

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import FILE, Operator, operates


@click.command("raise")
@click.argument("id", type=charge_point_id)
@click.option("--to", "target", type=click.IntRange(1, 3), default=3, show_default=True)
@click.option(
    "--root",
    "files",
    type=FILE,
    multiple=True,
    help="Roots (PEM) that it is to trust before it uses TLS.",
)
@click.option(
    "--wait", type=click.FloatRange(1), default=120, show_default=True, help="Seconds for a step."
)
@click.option("--no-reset", is_flag=True, help="It goes to the next profile by itself.")
@operates
def raise_(
    operator: Operator, id: str, target: int, files: tuple[Path, ...], wait: float, no_reset: bool
) -> None:
    """Lead the charge point ID to a higher security profile, one after the other.

    It gets a key, trusts the roots, asks for a certificate, is told each profile and reset. Both
    profiles are admitted until it speaks at the higher one, so whatever fails leaves it connected;
    asked again, this goes on where it was left.
    """
    from csms.pki import chains
    from csms_tools.operator.raising import Raising

    roots = [pem for file in files for pem in chains.split(file.read_text(errors="replace"))]
    raising = Raising(operator.api, operator.output, id, wait, not no_reset, roots)
    now = raising.to(target)
    if operator.output.as_json:
        operator.output.document({"told": raising.told, "chargePoint": now})
