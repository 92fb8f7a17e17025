"""Questions before what cannot be undone. Standard input decides whether one can be asked."""

import sys

import click

from csms_tools.commands import Failed, Wrong

YES = click.option("--yes", is_flag=True, help="Do not ask; demanded where nobody can be asked.")


def somebody_is_there() -> bool:
    return sys.stdin.isatty()


def sure(question: str, *, yes: bool) -> None:
    """Raises Wrong where nobody can be asked, Failed for a no."""
    if yes:
        return
    if not somebody_is_there():
        raise Wrong(f"{question} Nobody can be asked here: --yes says so")
    if not click.confirm(question, err=True):
        raise Failed("nothing has been done")
