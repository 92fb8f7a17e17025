"""`csms profile`: the deployments that an operator works with."""

from typing import TYPE_CHECKING

import click

from csms_tools.commands import Wrong
from csms_tools.operator.options import WithList
from csms_tools.operator.profile_names import ProfileName
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.settings import secret

if TYPE_CHECKING:
    from csms_tools.operator.profiles import Profile


@click.group(cls=WithList)
def profile() -> None:
    """List profiles; or set, use and delete them. Commands take one by --profile NAME."""


@profile.command("list")
def list_() -> None:
    """List them; `*` marks the one in use. Tokens are not shown."""
    from csms_tools.operator.output import Output, columns
    from csms_tools.operator.profiles import Profiles

    profiles = Profiles.load()
    rows = [
        {
            "used": "*" if name == profiles.used else "",
            "name": name,
            "api": one.api,
            "token": _token(one),
        }
        for name, one in sorted(profiles.named.items())
    ]
    Output().rows(rows, columns(_="used", name="name", api="api", token="token"))  # noqa: S106


@profile.command("set")
@click.argument("name")
@click.option("--api", required=True, help="The address of its operators' API.")
@click.option("--token-command", help="Prints a token; runs each time one is due.")
@click.option("--token", help="Kept in the file; -: asks for it.")
@click.option("--issuer", help="Who issues its tokens, for csms login: the stack's TokenIssuer.")
@click.option("--client-id", help="What csms is to the issuer: the stack's UserPoolClientId.")
@click.option("--client-secret", help="Of a machine, kept in the file; -: asks for it.")
@click.option("--scope", help="What the issuer is asked for, instead of openid email profile.")
@click.option("--callback", help="Where it sends a browser back, instead of the default SignInUrl.")
@click.option("--access-token", is_flag=True, help="The API gets this, and not the ID token.")
def set_(
    name: str,
    api: str,
    token_command: str | None,
    token: str | None,
    issuer: str | None,
    client_id: str | None,
    client_secret: str | None,
    scope: str | None,
    callback: str | None,
    access_token: bool,
) -> None:
    """Set the profile NAME; where it says nothing of a token, CSMS_TOKEN is what counts."""
    from csms_tools.operator.access import checked
    from csms_tools.operator.profiles import CALLBACK, Client, Profile, Profiles

    if sum(map(bool, (token, token_command, issuer))) > 1:
        raise Wrong("--token, --token-command or --issuer? One of them")
    if bool(issuer) != bool(client_id):
        raise Wrong("--issuer and --client-id go together")
    if not issuer and (client_secret or scope or callback or access_token):
        raise Wrong("what is said of signing in needs an --issuer")
    client = None
    if issuer and client_id:
        checked(issuer)  # a slash at its end is part of its name
        kept = secret(client_secret) if client_secret else None
        client = Client(issuer, client_id, kept, scope, callback or CALLBACK, access_token)
    profiles = Profiles.load()
    given = secret(token) if token else None
    profiles.named[name] = Profile(checked(api), given, token_command, client)
    profiles.save()


def _token(one: "Profile") -> str:
    if one.client:
        return "client credentials" if one.client.secret else "csms login"
    return one.token_command or ("kept" if one.token else "")


@profile.command()
@click.argument("name", type=ProfileName())
def use(name: str) -> None:
    """Let commands without --profile and --api speak to NAME; `local`: to the local csms up."""
    from csms_tools.operator.profiles import Profiles

    profiles = Profiles.load()
    if name == "local" and name not in profiles.named:
        profiles.used = None
    else:
        profiles.find(name)
        profiles.used = name
    profiles.save()


@profile.command()
@click.argument("name", type=ProfileName())
@YES
def delete(name: str, yes: bool) -> None:
    """Delete the profile NAME, and the tokens of a csms login there."""
    from csms_tools.operator.profiles import Profiles
    from csms_tools.operator.sign_in import kept

    profiles = Profiles.load()
    place = kept.Place(name, profiles.find(name).api)
    sure(f"Delete the profile {name}?", yes=yes)
    with kept.locked():
        kept.forget(place)
    del profiles.named[name]
    if profiles.used == name:
        profiles.used = None
    profiles.save()
