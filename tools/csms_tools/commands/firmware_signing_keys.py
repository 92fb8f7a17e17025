"""`csms firmware create-signing-keys`: what the parameter FirmwareSigningSecret wants."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from csms_tools.commands import Wrong


@click.command("create-signing-keys")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--name", default="Firmware", show_default=True, help="In the certificates.")
@click.option("--organization", required=True, help="In the certificates.")
@click.option("--days", type=click.IntRange(1, 36500), default=3650, show_default=True)
def create_signing_keys(out: Path, name: str, organization: str, days: int) -> None:
    """Make the keys that sign firmware: their document, and a root for either kind of key.

    The document becomes the secret; each root is installed as a ManufacturerRootCertificate.
    """
    from csms_tools import firmware_signers

    try:
        made = firmware_signers.create(
            out, name, organization, at=datetime.now(UTC), lifetime=timedelta(days=days)
        )
    except OSError as error:
        raise Wrong(str(error)) from error
    for path in made:
        click.echo(path)
