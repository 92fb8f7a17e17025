"""`csms certificates`: certificates of charge points, and who signs them."""

import click

from csms_tools.commands.certificate_authority import authority


@click.group()
def certificates() -> None:
    """Make the authority that signs certificates of charge points."""


certificates.add_command(authority)
