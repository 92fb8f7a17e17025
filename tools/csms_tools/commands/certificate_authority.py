"""`csms certificates authority`: the authority of charge points' certificates, made on this desk.

Nothing here speaks to the CSMS: the first authority is there before it is.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed, Wrong

if TYPE_CHECKING:
    from csms_tools.authorities import KeyInKms

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def authority() -> None:
    """Make the authority that signs certificates of charge points, or look into its document."""


@authority.command()
@click.option("--out", type=_FOLDER, required=True, help="The folder that it is written to.")
@click.option("--name", default="Charge points", show_default=True, help="Begins its names.")
@click.option("--organization", default="", help="Of its own; that of charge points is CpoName.")
@click.option("--years", type=click.IntRange(1, 40), default=10, show_default=True)
@click.option("--intermediate", is_flag=True, help="Below roots whose keys are taken off line.")
@click.option(
    "--under",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Below the roots in this folder, which an earlier --intermediate has made.",
)
@click.option(
    "--kms-key",
    "kms_keys",
    multiple=True,
    metavar="ARN",
    help="KMS keeps the key; may be repeated.",
)
def create(
    out: Path,
    name: str,
    organization: str,
    years: int,
    intermediate: bool,
    under: Path | None,
    kms_keys: tuple[str, ...],
) -> None:
    """Write an authority with an RSA and an EC issuer, and say what to do with the files."""
    from csms_tools import authorities

    try:
        roots = authorities.roots_in(under) if under else {}
    except (OSError, ValueError) as error:
        raise Wrong(f"--under {under}: {error}") from error
    if under and not roots:
        raise Wrong(f"--under {under}: there is no root in it")
    try:
        document, trust, *rest = authorities.create(
            out,
            name,
            organization,
            at=datetime.now(UTC),
            lifetime=timedelta(days=365 * years),
            below_a_root=intermediate,
            roots=roots,
            keys=_in_kms(kms_keys),
        )
    except (OSError, ValueError) as error:
        raise Wrong(str(error)) from error
    click.echo(f"{document}  into a secret of Secrets Manager, then delete it here")
    click.echo(f"{trust}  into the bucket of ClientCaBucket, before the stack is created")
    for path in rest:
        use = "off line: it signs the next" if ".key" in path.name else "beside its key"
        click.echo(f"{path}  {use}")


@authority.command()
@click.argument("document", type=click.Path(exists=True, path_type=Path))
def show(document: Path) -> None:
    """Say who issues, and until when; DOCUMENT is the file, or the folder with it."""
    from csms.pki import chains
    from csms.pki.authority import AuthorityFails, load
    from csms_tools.authorities import DOCUMENT

    path = document / DOCUMENT if document.is_dir() else document
    try:
        issuers = load(f"file:{path}").issuers
    except AuthorityFails as error:
        raise Failed(error.reason) from error
    for issuer in issuers:
        click.echo(f"issuer by {issuer.kind}")
        for each in issuer.certificates:
            click.echo(f"  subject  {each.subject.rfc4514_string()}")
            click.echo(f"  key      {chains.key_type(each.public_key())}")
            click.echo(f"  ends     {each.not_valid_after_utc:%Y-%m-%d}")
            click.echo(f"  SHA-256  {chains.sha256(each)}")


def _in_kms(arns: tuple[str, ...]) -> dict[str, "KeyInKms"]:
    """By the kind of key."""
    if not arns:
        return {}
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    from csms.pki import chains
    from csms_tools.authorities import KeyInKms

    found: dict[str, KeyInKms] = {}
    for arn in arns:
        region = arn.split(":")[3] if arn.count(":") >= 5 else None
        try:
            answer = boto3.client("kms", region_name=region).get_public_key(KeyId=arn)
        except (ClientError, BotoCoreError) as error:
            raise Failed(f"--kms-key {arn}: {error}") from error
        public = load_der_public_key(answer["PublicKey"])
        if answer["KeyUsage"] != "SIGN_VERIFY" or not isinstance(public, chains.PublicKey):
            raise Wrong(f"--kms-key {arn}: this key does not sign")
        kind = chains.key_type(public) or ""
        if kind in found:
            raise Wrong(f"--kms-key {arn}: there is another {kind} key already")
        found[kind] = KeyInKms(arn, public)
    return found
