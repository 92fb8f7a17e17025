"""`csms certificates`: client certificates of charge points, and who signs them."""

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.commands.certificate_authority import authority
from csms_tools.commands.certificate_requests import approve, requests
from csms_tools.commands.issuing_certificates import issue, sign
from csms_tools.commands.root_certificates import root_certificates
from csms_tools.operator.completing import certificate, charge_point_id
from csms_tools.operator.options import Operator, WithList, listed, operates, tabular
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.time_options import QUEUE_UNTIL, ranged

STATUSES = ("valid", "notYetValid", "expired", "revoked")
ANSWER = 30.0  # seconds


@click.group(cls=WithList)
def certificates() -> None:
    """List client certificates; or issue, sign, renew, revoke them, and make their authority."""


certificates.add_command(approve)
certificates.add_command(authority)
certificates.add_command(issue)
certificates.add_command(requests)
certificates.add_command(sign)
certificates.add_command(root_certificates, "roots")


@certificates.command("list")
@click.argument("id", type=charge_point_id, required=False)
@click.option("--ends-within", help="Of the whole fleet those that end soon: as 30d.")
@click.option("--status", type=click.Choice(STATUSES), help="Of the whole fleet.")
@ranged("Ending")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    id: str | None,
    ends_within: str | None,
    status: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List those of the charge point ID, the last first; or of all, the next to end first.

    On a terminal a SHA-256 is as many of its first digits as tell it apart, which other commands
    take, too; --wide shows it whole.
    """
    from datetime import UTC, datetime

    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns
    from csms_tools.operator.times import moment

    if id and (ends_within or status):
        raise Wrong("--ends-within and --status are for the whole fleet")
    if ends_within and until:
        raise Wrong("--ends-within or --until? One of them")
    table = columns(
        "subject",
        "source",
        "handed_out",
        "first_used",
        charge_point="chargePointId",
        ends="notAfter",
        status="status",
        source="source",
        handed_out="handedOut",
        first_used="firstUsedAt",
        subject="subject",
        sha256="sha256",
    )
    query: dict[str, str | None] = {"from": since, "to": until}
    if status:
        query["status"] = status
    if ends_within:
        query["to"] = moment("--ends-within", ends_within, datetime.now(UTC))
    where = path("charge-points", id, "client-certificates") if id else "/client-certificates"
    found = operator.api.items(where, query, most)
    operator.output.items(found, table, last_first="notAfter" if id else None)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("sha256", type=certificate)
@operates
def show(operator: Operator, id: str, sha256: str) -> None:
    """Show the certificate SHA256 of the charge point ID; its first digits will do."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "client-certificates", _whole(operator, id, sha256))
    operator.output.one(operator.api.get(where))


@certificates.command()
@click.argument("id", type=charge_point_id)
@QUEUE_UNTIL
@operates
def renew(operator: Operator, id: str, queue_until: str | None) -> None:
    """Let the charge point ID ask for a new certificate; `requests` shows what comes of it."""

    from csms_tools.operator import outcomes
    from csms_tools.operator.client import path

    where = path("charge-points", id, "client-certificates", "renew")
    answer = operator.api.ask("POST", where, query={"queueUntil": queue_until})
    command = answer.json()
    if not queue_until:
        command = outcomes.waited_for(operator.api, operator.output, command, ANSWER)
        outcomes.judge(command)
        if command["status"] in outcomes.ON_ITS_WAY:
            raise Failed(f"after {ANSWER:g} s it is {command['status']}")
    operator.output.done(f"{id} was asked to renew its certificate", command)


@certificates.command()
@click.argument("id", type=charge_point_id)
@click.argument("sha256", type=certificate)
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
    operator.output.whole(operator.api.get("/certificate-authority")["issuers"], table)


@certificates.command()
@operates
def servers(operator: Operator) -> None:
    """List the certificates of the hosts that charge points connect to, and until when."""
    from csms_tools.operator.output import columns

    table = columns(
        host="domainName",
        ends="notAfter",
        days_left="daysLeft",
        warning="warning",
        read="readAt",
        failure="failure",
        source="source",
    )
    operator.output.whole(operator.api.get("/server-certificates")["items"], table)


def _whole(operator: Operator, id: str, told: str) -> str:
    from csms_tools.operator.client import path
    from csms_tools.operator.digests import whole

    where = path("charge-points", id, "client-certificates")
    return whole(
        told,
        lambda: (item["sha256"] for item in operator.api.items(where)),
        f"certificates of {id}",
    )
