"""`csms problems`: what charge points have to be looked after for, and what helps."""

from typing import TYPE_CHECKING

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id, problem
from csms_tools.operator.completing import transaction as transaction_number
from csms_tools.operator.options import Operator, is_typed, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document


@click.command()
@click.argument("id", type=charge_point_id, required=False)
@click.option(
    "--clear",
    type=problem,
    metavar="PROBLEM",
    help="Clear it of ID; if it comes again, it is back.",
)
@click.option(
    "--transaction", type=transaction_number, help="Whose problem is cleared, where it is of one."
)
@ranged("Which came last")
@listed
@operates
def problems(
    operator: Operator,
    most: int | None,
    id: str | None,
    clear: str | None,
    transaction: int | None,
    since: str | None,
    until: str | None,
) -> None:
    """List the problems of the charge point ID, or of all, each with what helps; or clear one.

    The last column has the transactions that it holds up, or that it is of.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    if clear and is_typed("since", "until"):
        raise Wrong("--clear, or --since and --until? They are for the list")
    if (clear and not id) or (transaction is not None and not clear):
        raise Wrong("--clear needs the ID of a charge point, and --transaction a --clear")
    if id and clear:
        where = path("charge-points", id, "problems", clear)
        operator.api.ask("DELETE", where, query={"transactionId": transaction})
        operator.output.done(f"{clear} of {id} is cleared")
        return
    where = path("charge-points", id, "problems") if id else "/problems"
    table = columns(
        "since",
        "times",
        "last",
        "transactions",
        last="lastAt",
        charge_point="chargePointId",
        problem="problem",
        times="times",
        since="firstAt",
        remedy="remedy",
        transactions=lambda item: ", ".join(map(str, _transactions(item))),
    )
    operator.output.items(operator.api.items(where, {"from": since, "to": until}, most), table)


def _transactions(item: "Document") -> list[int]:
    own = item.get("transactionId")
    return item.get("heldBack") or ([] if own is None else [own])
