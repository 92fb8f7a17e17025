"""`csms certificates`: client certificates of charge points, and who signs them."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.commands.certificate_authority import authority
from csms_tools.commands.root_certificates import root_certificates
from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, WithList, listed, operates, tabular
from csms_tools.operator.prompts import YES, sure

STATUSES = ("valid", "notYetValid", "expired", "revoked")
ANSWER = 30.0  # seconds
DIGITS = 64
"""Of a SHA-256."""

OUT = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FORCE = click.option("--force", is_flag=True, help="Though the request names somebody else.")


@click.group(cls=WithList)
def certificates() -> None:
    """List client certificates; or issue, sign, renew, revoke them, and make their authority."""


certificates.add_command(authority)
certificates.add_command(root_certificates, "roots")


@certificates.command("list")
@click.argument("id", type=charge_point_id, required=False)
@click.option("--ends-within", help="Of the whole fleet those that end soon: as 30d.")
@click.option("--status", type=click.Choice(STATUSES), help="Of the whole fleet.")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    id: str | None,
    ends_within: str | None,
    status: str | None,
) -> None:
    """List those of the charge point ID; or of all, the next that end first."""
    from datetime import UTC, datetime

    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns
    from csms_tools.operator.times import moment

    if id and (ends_within or status):
        raise Wrong("--ends-within and --status are for the whole fleet")
    table = columns(
        "subject",
        "first_used",
        "source",
        "handed_out",
        "sha256",
        charge_point="chargePointId",
        ends="notAfter",
        status="status",
        source="source",
        handed_out="handedOut",
        first_used="firstUsedAt",
        subject="subject",
        sha256="sha256",
    )
    query: dict[str, str | None] = {"status": status}
    if ends_within:
        query["to"] = moment("--ends-within", ends_within, datetime.now(UTC))
    where = path("charge-points", id, "client-certificates") if id else "/client-certificates"
    operator.output.items(operator.api.items(where, None if id else query, most), table)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("sha256")
@operates
def show(operator: Operator, id: str, sha256: str) -> None:
    """Show the certificate SHA256 of the charge point ID; its first digits will do."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "client-certificates", _whole(operator, id, sha256))
    operator.output.one(operator.api.get(where))


@certificates.command()
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


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("csr", type=FILE)
@click.option("--days", type=click.IntRange(1, 3_650), help="Else as the deployment has it.")
@click.option("--out", type=OUT, required=True, help="The folder that the file is written to.")
@FORCE
@operates
def sign(operator: Operator, id: str, csr: Path, days: int | None, out: Path, force: bool) -> None:
    """Sign the request in the file CSR, which somebody has brought from the charge point ID."""
    body = {"csr": csr.read_text(errors="replace"), "lifetimeDays": days}
    _issued(operator, id, body, out, force=force)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.option("--queue-until", help="It may wait for a connection: 15m, or a time.")
@operates
def renew(operator: Operator, id: str, queue_until: str | None) -> None:
    """Let the charge point ID ask for a new certificate; `requests` shows what comes of it."""
    from datetime import UTC, datetime

    from csms_tools.operator import outcomes
    from csms_tools.operator.client import path
    from csms_tools.operator.times import moment

    until = moment("--queue-until", queue_until, datetime.now(UTC)) if queue_until else None
    where = path("charge-points", id, "client-certificates", "renew")
    answer = operator.api.ask("POST", where, query={"queueUntil": until})
    command = answer.json()
    if until is None:
        command = outcomes.waited_for(operator.api, operator.output, command, ANSWER)
        outcomes.judge(command)
        if command["status"] in outcomes.ON_ITS_WAY:
            raise Failed(f"after {ANSWER:g} s it is {command['status']}")
    operator.output.done(f"{id} was asked to renew its certificate", command)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("sha256")
@click.option("--reason")
@YES
@operates
def revoke(operator: Operator, id: str, sha256: str, reason: str | None, yes: bool) -> None:
    """Revoke the certificate SHA256 of the charge point ID, also one of another issuer.

    Of one that is listed its first digits will do.
    """
    from csms_tools.operator.client import path

    sha256 = _whole(operator, id, sha256)
    sure(f"Revoke {sha256} of {id}?", yes=yes)
    where = path("charge-points", id, "client-certificates", sha256, "revoke")
    body = {"reason": reason} if reason else {}
    operator.output.done(f"{sha256} is revoked", operator.api.ask("POST", where, body=body).json())


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("request", required=False)
@listed
@operates
def requests(operator: Operator, most: int | None, id: str, request: str | None) -> None:
    """List what the charge point ID has asked for by SignCertificate; or show REQUEST of that."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "certificate",
        "tried_again",
        "received",
        request="requestId",
        received="receivedAt",
        state="state",
        reason="reason",
        tried_again="triedAgainAt",
        certificate="sha256",
    )
    where = path("charge-points", id, "certificate-requests")
    if request is not None:
        operator.output.one(operator.api.get(where + path(request)))
        return
    operator.output.items(operator.api.items(where, None, most), table)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("request")
@operates
def approve(operator: Operator, id: str, request: str) -> None:
    """Have a certificate issued for REQUEST, though it names somebody else, or has failed."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "certificate-requests", request, "approve")
    operator.output.done(f"{request} is approved", operator.api.ask("POST", where).json())


@certificates.command()
@tabular
@operates
def issuers(operator: Operator) -> None:
    """List who signs at the deployment, and until when."""
    from csms_tools.operator.output import columns

    table = columns(
        "sha256",
        "key",
        "days_left",
        kind="kind",
        key="keyType",
        subject="subject",
        ends="notAfter",
        days_left="daysLeft",
        warning="warning",
        sha256="sha256",
    )
    found = operator.api.get("/certificate-authority")["issuers"]
    if operator.output.as_json:
        operator.output.document(found)
    else:
        operator.output.rows(found, table)


def _whole(operator: Operator, id: str, told: str) -> str:
    """The SHA-256 that is meant, also by its first digits, or with the colons of OpenSSL."""
    from csms_tools.operator.client import path

    digits = told.replace(":", "").lower()
    if not 0 < len(digits) <= DIGITS or set(digits) - set("0123456789abcdef"):
        raise Wrong(f"{told!r} is no SHA-256: {DIGITS} hex digits, or the first of them")
    if len(digits) == DIGITS:
        return digits
    where = path("charge-points", id, "client-certificates")
    known: list[str] = [item["sha256"] for item in operator.api.items(where, None, None)]
    found = [sha256 for sha256 in known if sha256.startswith(digits)]
    if len(found) != 1:
        raise Wrong(f"{len(found) or 'no'} certificates of {id} begin with {digits}")
    return found[0]


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
