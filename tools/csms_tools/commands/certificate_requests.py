"""`csms certificates requests` and `approve`: what charge points have asked to be certified."""

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id, request_id
from csms_tools.operator.options import Operator, is_typed, listed, operates
from csms_tools.operator.time_options import ranged


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("request", type=request_id, required=False)
@ranged("Received")
@listed
@operates
def requests(
    operator: Operator,
    most: int | None,
    id: str,
    request: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List what the charge point ID has asked for by SignCertificate, the last first; or show one.

    REQUEST names the one that is shown.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "tried_again",
        "sha256",
        "received",
        request="requestId",
        received="receivedAt",
        state="state",
        reason="reason",
        tried_again="triedAgainAt",
        sha256="sha256",
    )
    where = path("charge-points", id, "certificate-requests")
    if request is not None:
        if is_typed("since", "until", "limit", "everything", "wide"):
            raise Wrong("one REQUEST, or a list? What narrows a list is of no use to one")
        operator.output.one(operator.api.get(where + path(request)))
        return
    found = operator.api.items(where, {"from": since, "to": until}, most)
    operator.output.items(found, table, last_first="receivedAt")


@click.command()
@click.argument("id", type=charge_point_id)
@click.argument("request", type=request_id)
@operates
def approve(operator: Operator, id: str, request: str) -> None:
    """Have a certificate issued for REQUEST, though it names somebody else, or has failed."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "certificate-requests", request, "approve")
    operator.output.done(f"{request} is approved", operator.api.ask("POST", where).json())
