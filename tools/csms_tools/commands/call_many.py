"""`csms call-many`: one command to many charge points."""

from typing import TextIO

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import Action, Word, charge_point_id
from csms_tools.operator.options import Operator, operates, tabular
from csms_tools.operator.time_options import QUEUE_UNTIL

MOST = 100
"""Charge points in one request."""


@click.command("call-many")
@click.argument("action", type=Action())
@click.argument("words", nargs=-1, type=Word(), metavar="[KEY=VALUE]…")
@click.option(
    "--to", "ids", type=charge_point_id, multiple=True, metavar="ID", help="As often as wanted."
)
@click.option("--to-file", type=click.File(), help="One id a line; -: standard input.")
@click.option("--payload", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--force", is_flag=True, help="Send it though it seems to make no sense.")
@click.option("--timeout", type=click.IntRange(1, 900), help="Seconds that each has to answer.")
@QUEUE_UNTIL
@tabular
@operates
def call_many(
    operator: Operator,
    action: str,
    words: tuple[str, ...],
    ids: tuple[str, ...],
    to_file: TextIO | None,
    payload: str | None,
    force: bool,
    timeout: int | None,
    queue_until: str | None,
) -> None:
    """Send the command ACTION to many charge points; the payload is built as in csms call.

    Exit code 0: to all of them it waits, or is on its way; csms commands ID tells what came of it.
    """
    from csms_tools.operator import many
    from csms_tools.operator.payloads import begun
    from csms_tools.operator.payloads import payload as built

    told = [*ids, *(line.strip() for line in to_file or ())]
    named = list(dict.fromkeys(filter(None, told)))
    if not named:
        raise Wrong("to whom? Name them by --to or --to-file")
    body = {
        "action": action,
        "payload": built(action, words, begun(payload)),
        "force": force,
        "timeout": timeout,
        "queueUntil": queue_until,
    }
    body = {name: value for name, value in body.items() if value is not None}
    results = []
    for first in range(0, len(named), MOST):
        part = body | {"chargePointIds": named[first : first + MOST]}
        results += operator.api.ask("POST", "/commands", body=part).json()["items"]
    many.told(operator.output, {"items": results})
