"""`csms certificates issue` and `sign`: certificates that a person brings to a charge point."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import FILE, Operator, operates

OUT = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("id", type=charge_point_id)
@click.option("--key-type", type=click.Choice(["EC", "RSA"]), default="EC", show_default=True)
@click.option("--days", type=click.IntRange(1, 3_650), help="Else as the deployment has it.")
@click.option("--out", type=OUT, required=True, help="The folder that both files are written to.")
@operates
def issue(operator: Operator, id: str, key_type: str, days: int | None, out: Path) -> None:
    """Make a key and its certificate for an installer at the charge point ID.

    The key is in no other place than the file: nobody can show it again.
    """
    _issued(operator, id, {"keyType": key_type, "lifetimeDays": days}, out, force=False)


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("csr", type=FILE)
@click.option("--days", type=click.IntRange(1, 3_650), help="Else as the deployment has it.")
@click.option("--out", type=OUT, required=True, help="The folder that the file is written to.")
@click.option("--force", is_flag=True, help="Though the request names somebody else.")
@operates
def sign(operator: Operator, id: str, csr: Path, days: int | None, out: Path, force: bool) -> None:
    """Sign the request in the file CSR, which somebody has brought from the charge point ID."""
    body = {"csr": csr.read_text(errors="replace"), "lifetimeDays": days}
    _issued(operator, id, body, out, force=force)


def _issued(
    operator: Operator, id: str, body: Mapping[str, object], out: Path, *, force: bool
) -> None:
    """Writes the files before anything is said of them; nobody else may read the key."""
    from csms_tools.operator.client import path

    said = {name: value for name, value in body.items() if value is not None}
    out.mkdir(parents=True, exist_ok=True)
    where = path("charge-points", id, "client-certificates")
    made = operator.api.ask("POST", where, query={"force": force or None}, body=said).json()
    private, name = made.pop("privateKey", None), f"{id}-{made['sha256'][:16]}".replace("/", "_")
    written = [out / f"{name}.pem"]
    written[0].write_text(made["chain"])
    if private:
        written.append(out / f"{name}.key")
        opened = os.open(written[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w") as file:
            file.write(private)
    operator.output.done(" and ".join(map(str, written)), made)
