"""`csms root-certificates`: the roots that charge points trust, and which of them have one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csms_tools.commands import Failed
from csms_tools.operator.completing import charge_point_id, root_certificate, root_digest
from csms_tools.operator.options import FILE, Operator, WithList, listed, operates
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.time_options import QUEUE_UNTIL

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

TYPES = {
    "central-system": "CentralSystemRootCertificate",
    "manufacturer": "ManufacturerRootCertificate",
}
TYPE = click.Choice(list(TYPES))
ANSWER = 30.0  # seconds

wait = click.option(
    "--wait", type=click.FloatRange(0), default=ANSWER, show_default=True, help="Seconds to answer."
)
force = click.option("--force", is_flag=True, help="Though it may lock the charge point out.")


@click.group("root-certificates", cls=WithList)
def root_certificates() -> None:
    """List the root certificates of all charge points; or of one, install, delete, refresh them."""


@root_certificates.command("list")
@listed
@operates
def list_(operator: Operator, most: int | None) -> None:
    """List all roots that charge points have accepted.

    On a terminal a SHA-256 is as many of its first digits as tell it apart, which `holders` takes,
    too; --wide shows it whole.
    """
    from csms_tools.operator.output import columns

    table = columns("until", "subject", sha256="sha256", subject="subject", until="notAfter")
    operator.output.items(operator.api.items("/root-certificates", None, most), table)


@root_certificates.command()
@click.argument("sha256", type=root_certificate)
@listed
@operates
def holders(operator: Operator, most: int | None, sha256: str) -> None:
    """List the charge points that have accepted the root SHA256, as the list or OpenSSL has it.

    Its first digits will do.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.digests import whole
    from csms_tools.operator.output import columns

    table = columns(
        "installed",
        "type",
        "still_there",
        charge_point="chargePointId",
        type="certificateType",
        installed="installedAt",
        still_there="stillThere",
        digest="digest",
    )
    roots = operator.api.items("/root-certificates")
    sha256 = whole(sha256, lambda: (item["sha256"] for item in roots), "root certificates")
    where = path("root-certificates", sha256, "charge-points")
    operator.output.items(operator.api.items(where, None, most), table)


@root_certificates.command()
@click.argument("id", type=charge_point_id)
@listed
@operates
def show(operator: Operator, most: int | None, id: str) -> None:
    """Show what the charge point ID has reported, and what it has accepted."""
    from csms_tools.operator.output import columns

    table = columns(
        "serial_numbers",
        "reported",
        "subject",
        "still_there",
        "until",
        type="certificateType",
        digest="digest",
        subject="subject",
        until="notAfter",
        still_there="stillThere",
        reported="reportedAt",
        serial_numbers=_serial_numbers,
    )
    operator.output.items(operator.api.items(_path(id), None, most), table)


@root_certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("file", type=FILE)
@click.option("--type", "kind", type=TYPE, default="central-system", show_default=True)
@wait
@QUEUE_UNTIL
@force
@operates
def install(
    operator: Operator,
    id: str,
    file: Path,
    kind: str,
    wait: float,
    queue_until: str | None,
    force: bool,
) -> None:
    """Let the charge point ID trust the root in FILE, PEM that leaves byte for byte."""
    body = {"certificateType": TYPES[kind], "pem": file.read_bytes().decode()}
    _command(operator, "POST", _path(id), body, wait, queue_until, {"force": force or None})


@root_certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("digest", type=root_digest, required=False)
@click.option("--type", "kind", type=TYPE, help="Where it was accepted as both.")
@click.option(
    "--hash-data",
    nargs=4,
    metavar="ALGORITHM NAME KEY SERIAL",
    help="In the place of DIGEST: as it was reported.",
)
@wait
@QUEUE_UNTIL
@force
@YES
@operates
def delete(
    operator: Operator,
    id: str,
    digest: str | None,
    kind: str | None,
    hash_data: tuple[str, str, str, str] | None,
    wait: float,
    queue_until: str | None,
    force: bool,
    yes: bool,
) -> None:
    """Delete the root DIGEST, as `show` names it, from the charge point ID."""
    if (digest is None) == (hash_data is None):
        raise click.UsageError("either a DIGEST or --hash-data")
    sure(f"Delete the root {digest or 'of these hash data'} from {id}?", yes=yes)
    query: dict[str, Any] = {"force": force or None}
    if hash_data:
        names = ("hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber")
        query |= dict(zip(names, hash_data, strict=True))
        where = _path(id)
    else:
        query["certificateType"] = kind and TYPES[kind]
        where = _path(id, digest or "")
    _command(operator, "DELETE", where, None, wait, queue_until, query)


@root_certificates.command()
@click.argument("id", type=charge_point_id)
@click.option("--wait", type=click.IntRange(0, 25), default=25, help="Seconds to answer.")
@operates
def refresh(operator: Operator, id: str, wait: int) -> None:
    """Ask the charge point ID which roots it has."""
    answer = operator.api.ask("POST", _path(id, "refresh"), query={"wait": wait})
    results = answer.json()
    said = ", ".join(str(one["status"]) for one in results["items"])
    operator.output.done(f"{id}: {said}", results)
    if wait and any(one["status"] != "Answered" for one in results["items"]):
        raise Failed(f"{id} has not told all of them")


def _command(
    operator: Operator,
    method: str,
    where: str,
    body: object,
    wait: float,
    queue_until: str | None,
    query: dict[str, Any],
) -> None:
    from csms_tools.operator import outcomes

    asked = query | {"queueUntil": queue_until}
    command = operator.api.ask(method, where, query=asked, body=body).json()
    outcomes.conclude(operator.api, operator.output, command, wait)


def _serial_numbers(item: "Document") -> str:
    return ", ".join(one["serialNumber"] for one in item.get("hashData", []))


def _path(id: str, *below: str) -> str:
    from csms_tools.operator.client import path

    return path("charge-points", id, "certificates", *below)
