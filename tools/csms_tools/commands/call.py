"""`csms call`: a command to a charge point, and what comes of it."""

import re

import click

from csms_tools.operator.completing import Action, Word, charge_point_id
from csms_tools.operator.options import Operator, operates
from csms_tools.operator.time_options import QUEUE_UNTIL

DEFAULT_WAIT = "30"


class WithWait(click.Command):
    """`--wait` may stand without its seconds."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        bare = {
            number
            for number, word in enumerate(args)
            if word == "--wait" and not (args[number + 1 :] and _is_number(args[number + 1]))
        }
        args = [
            f"--wait={DEFAULT_WAIT}" if number in bare else word for number, word in enumerate(args)
        ]
        return super().parse_args(context, args)


@click.command(cls=WithWait)
@click.argument("id", type=charge_point_id)
@click.argument("action", type=Action())
@click.argument("words", nargs=-1, type=Word(), metavar="[KEY=VALUE]…")
@click.option("--payload", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--wait", type=click.FloatRange(0, min_open=True), help="Seconds for the outcome; 30 if bare."
)
@click.option("--force", is_flag=True, help="Send it though it seems to make no sense.")
@click.option("--timeout", type=click.IntRange(1, 900), help="Seconds that it has to answer.")
@QUEUE_UNTIL
@click.option("--key", help="Idempotency-Key: with the same one it is sent once.")
@operates
def call(
    operator: Operator,
    id: str,
    action: str,
    words: tuple[str, ...],
    payload: str | None,
    wait: float | None,
    force: bool,
    timeout: int | None,
    queue_until: str | None,
    key: str | None,
) -> None:
    """Send the command ACTION to the charge point ID.

    The payload is built of KEY=VALUE, on top of the JSON of --payload FILE: text or JSON as the
    field wants it; KEY=@FILE is what the file has, KEY:=JSON is JSON in any case; dots lead to
    members, as in firmware.location=… and localAuthorizationList.0.idTag=….

    With --wait the exit code is 0 only if it was answered as it was wanted. Without, it is 0 if
    the command waits, or is on its way.
    """
    from csms_tools.operator import outcomes
    from csms_tools.operator.client import path
    from csms_tools.operator.payloads import begun
    from csms_tools.operator.payloads import payload as built

    body = built(action, words, begun(payload))
    api, output = operator.api, operator.output
    query = {
        "force": force or None,
        "timeout": timeout,
        "queueUntil": queue_until,
    }
    where = path("charge-points", id, "commands", action)
    headers = {"Idempotency-Key": key} if key else {}
    command = api.ask("POST", where, query=query, body=body, headers=headers).json()
    outcomes.conclude(api, output, command, wait)


def _is_number(word: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", word) is not None
