"""`csms logout`: the tokens of a csms login are forgotten, here and by their issuer."""

import click

from csms_tools.operator.options import Operator, operates


@click.command()
@operates
def logout(operator: Operator) -> None:
    """Forget the tokens of a csms login, and have their issuer take them back."""
    from csms_tools.commands import NoAccess, NoAnswer, Wrong
    from csms_tools.operator.access import client_of, deployment
    from csms_tools.operator.sign_in import kept
    from csms_tools.operator.sign_in.provider import Provider

    name, profile = deployment(*operator.choices)
    place, client = kept.Place(name, profile.api), client_of(profile)
    with kept.locked():
        tokens = kept.find(place)
        kept.forget(place)
    if tokens is None:
        operator.output.done(f"nobody was signed in at {place}")
        return
    if tokens.refresh and client and tokens.are_of(client):
        try:
            Provider.of(client).revoke(tokens.refresh)
        except (NoAccess, NoAnswer, Wrong) as error:
            click.echo(f"csms: the tokens are valid until they end: {error.message}", err=True)
    operator.output.done(f"signed out at {place}")
