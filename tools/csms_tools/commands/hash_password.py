"""`csms hash-password`: what the template's parameter OnboardingPasswordHash wants."""

import sys

import click

from csms_tools.commands import Wrong


@click.command("hash-password")
def hash_password() -> None:
    """Hash a password, from standard input or a prompt, for OnboardingPasswordHash."""
    from csms import credentials

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    if not 16 <= len(credentials.key_bytes(password)) <= 20:
        raise Wrong("a password has 16 to 20 characters, or an even number of 32 to 40 hex digits")
    click.echo(credentials.hash_password(password))
