"""`csms profile`: the deployments that an operator works with."""

import click

from csms_tools.commands import Wrong
from csms_tools.operator.options import WithList
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.settings import secret


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
            "token": one.token_command or ("kept" if one.token else ""),
        }
        for name, one in sorted(profiles.named.items())
    ]
    Output().rows(rows, columns(_="used", name="name", api="api", token="token"))  # noqa: S106


@profile.command("set")
@click.argument("name")
@click.option("--api", required=True, help="The address of its operators' API.")
@click.option("--token-command", help="Prints a token; runs each time one is due.")
@click.option("--token", help="Kept in the file; -: asks for it.")
def set_(name: str, api: str, token_command: str | None, token: str | None) -> None:
    """Set the profile NAME; with neither a command nor a token, CSMS_TOKEN is what counts."""
    from csms_tools.operator.access import checked
    from csms_tools.operator.profiles import Profile, Profiles

    if token and token_command:
        raise Wrong("--token or --token-command? One of them")
    profiles = Profiles.load()
    profiles.named[name] = Profile(checked(api), secret(token) if token else None, token_command)
    profiles.save()


@profile.command()
@click.argument("name")
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
@click.argument("name")
@YES
def delete(name: str, yes: bool) -> None:
    """Delete the profile NAME."""
    from csms_tools.operator.profiles import Profiles

    profiles = Profiles.load()
    profiles.find(name)
    sure(f"Delete the profile {name}?", yes=yes)
    del profiles.named[name]
    if profiles.used == name:
        profiles.used = None
    profiles.save()
