"""One file a command of `csms`. What takes long to import is imported when the command runs.

Exit codes: 0 done, 1 it did not come about, 2 asked for wrongly, 3 no access, 4 no answer, 130
interrupted.
"""

import click


class Failed(click.ClickException):
    """Asked for rightly, but it did not come about."""

    exit_code = 1


class NotThere(Failed):
    """What it is about is not there."""


class Wrong(click.ClickException):
    """Asked for wrongly."""

    exit_code = 2


class Faults(Wrong):
    """Each of its lines is told in one of its own."""


class NoAccess(click.ClickException):
    """No token, one that is not taken, or one whose role may not do it."""

    exit_code = 3


class NoAnswer(click.ClickException):
    """The CSMS is not there, or does not answer."""

    exit_code = 4
