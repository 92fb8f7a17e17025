"""Options that are times."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    pass

from csms_tools.operator.options import F


def ranged(what: str) -> Callable[[F], F]:
    """Of which time a list is wanted: gives the command `since` and `until`."""

    def decorate(command: F) -> F:
        for option in (
            click.option(
                "--until", "--to", "until", callback=_past, help=f"{what} before that time."
            ),
            click.option(
                "--since",
                "--from",
                "since",
                callback=_past,
                help=f"{what} since then: 2026-06-01T12:00:00Z, or 2h for 2h ago.",
            ),
        ):
            command = option(command)
        return command

    return decorate


def _past(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    from csms_tools.operator.times import past

    return text and past(f"--{parameter.name}", text, datetime.now(UTC))


def _future(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    from csms_tools.operator.times import moment

    return text and moment(f"--{str(parameter.name).replace('_', '-')}", text, datetime.now(UTC))


QUEUE_UNTIL = click.option(
    "--queue-until",
    callback=_future,
    help="It may wait for a connection: 15m, 2h, or a time. Else not.",
)
