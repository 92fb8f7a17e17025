"""`csms token`: a token for the operators' API of a `csms up`, by its development issuer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from api.http.roles import RANKS, Role
from csms_tools.commands import Failed
from csms_tools.commands.running import api_option, state_of

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_EIGHT_HOURS = 8 * 60 * 60


@click.command()
@click.option("--role", type=click.Choice(RANKS))
@click.option(
    "--group",
    "groups",
    multiple=True,
    help="A group that RolesOfGroups may have a role for; any number of times.",
)
@click.option("--data", type=_FOLDER, help="The data of a csms up, running or not.")
@api_option
@click.option("--name", help="Whom the audit trail names; else the role.")
@click.option(
    "--expires",
    type=click.IntRange(1, 10 * 365 * 86400),
    default=_EIGHT_HOURS,
    show_default=True,
    help="Seconds until then.",
)
def token(
    role: Role | None,
    groups: tuple[str, ...],
    data: Path | None,
    api: str,
    name: str | None,
    expires: int,
) -> None:
    """Print a token for the operators' API: Authorization: Bearer $(csms token --role viewer)."""
    from csms_tools.local.http_api.issuer import Issuer, NoIssuer

    roles = [*([role] if role else []), *groups]
    if not roles:
        raise click.UsageError("Missing option '--role' (or '--group').")

    folder = data / "issuer" if data else Path(state_of(api)["issuer"])
    try:
        issuer = Issuer.load(folder)
    except NoIssuer:
        raise Failed(f"no csms up has left an issuer's key in {folder}") from None
    lasts = timedelta(seconds=expires)
    click.echo(issuer.token(*roles, name=name or roles[0], at=datetime.now(UTC), lasts=lasts))
