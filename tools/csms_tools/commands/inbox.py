"""`csms inbox`: charge points that tried to connect and are not provisioned."""

import secrets
import string

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.commands.running import api_option, reach_store
from csms_tools.local.seed import password_of_ocpp

PRINTABLE = string.ascii_letters + string.digits


@click.group(invoke_without_command=True)
@api_option
@click.pass_context
def inbox(context: click.Context, api: str) -> None:
    """List the strangers at the door, the latest first; or accept one of them."""
    reach_store(api)
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    from csms.ocpp16 import spell_time
    from csms.store.inbox import strangers

    for stranger in strangers():
        certificate = stranger.certificate_subject
        click.echo(
            f"{spell_time(stranger.last_at)}  {stranger.identity}  from {stranger.source_ip},"
            f" {stranger.attempts} times since {spell_time(stranger.first_at)}"
            + (f", certificate {certificate}" if certificate else "")
        )


@inbox.command()
@click.argument("id")
@click.option("--security-profile", type=click.IntRange(0, 2), default=2, show_default=True)
@click.option("--password", help="16 to 20 characters or 32 to 40 hex digits; else one is made.")
@click.option(
    "--registration",
    type=click.Choice(["Accepted", "Pending", "Rejected"]),
    default="Accepted",
    show_default=True,
)
def accept(id: str, security_profile: int, password: str | None, registration: str) -> None:
    """Provision the stranger ID; prints the password that it has to be given."""
    from csms.credentials import hash_password
    from csms.store import charge_points, inbox

    if id not in {stranger.identity for stranger in inbox.strangers()}:
        raise Failed(f"{id} is not in the inbox")
    if security_profile == 0 and password:
        raise Wrong("--password: security profile 0 has none")
    if security_profile and password is None:
        # text that is its own bytes, so that chargers of both readings know it (C-37)
        password = "".join(secrets.choice(PRINTABLE) for _ in range(20))
    try:
        charge_points.provision(
            id,
            security_profile=security_profile,
            password_hash=hash_password(password_of_ocpp(password)) if password else None,
            registration=registration,  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise Wrong(str(error)) from error
    inbox.forget(id)
    click.echo(f"{id} is provisioned at security profile {security_profile}")
    if password:
        click.echo(f"password {password}")
