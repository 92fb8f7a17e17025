"""One file a command of `csms`. What takes long to import is imported when the command runs."""

import click


class Failed(click.ClickException):
    """Asked for rightly, but it did not come about."""

    exit_code = 1


class Wrong(click.ClickException):
    """Asked for wrongly."""

    exit_code = 2
