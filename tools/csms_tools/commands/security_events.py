"""`csms security-events`: what charge points report of their security, and who failed to get in."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, is_typed, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

POLL = 1.0  # seconds
SOURCES = {"charge-point": "chargePoint", "csms": "csms"}


@click.command("security-events")
@click.argument("id", type=charge_point_id, required=False)
@click.option("--type", "type_", help="As FailedToAuthenticate.")
@click.option("--source", type=click.Choice(list(SOURCES)), help="Who saw it.")
@click.option("--critical/--not-critical", default=None, help="Those alone, or all others.")
@ranged("Received")
@click.option("--follow", "-f", is_flag=True, help="What comes from now on, until Ctrl-C.")
@listed
@operates
def security_events(
    operator: Operator,
    most: int | None,
    id: str | None,
    type_: str | None,
    source: str | None,
    critical: bool | None,
    since: str | None,
    until: str | None,
    follow: bool,
) -> None:
    """List the security events of the charge point ID, or of all, the newest first.

    Handshakes that were refused and connections that were closed for what came over them are
    counted by minute and address. Who is not provisioned is in csms inbox. With --follow a `!`
    marks those that are critical.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    query = {"type": type_, "source": SOURCES.get(source or ""), "critical": critical}
    if follow:
        if is_typed("since", "until", "limit", "everything", "wide"):
            raise Wrong("--follow, or some of a list? What comes has no end")
        _follow(operator, query, id)
    where = path("charge-points", id, "security-events") if id else "/security-events"
    table = columns(
        "times",
        "address",
        "told",
        at="at",
        charge_point="chargePointId",
        type="type",
        critical=lambda item: "yes" if item["critical"] else None,
        times="tries",
        address="sourceIp",
        told=_told,
    )
    query |= {"from": since, "to": until}
    operator.output.items(operator.api.items(where, query, most), table)


def _follow(operator: Operator, query: dict[str, str | bool | None], id: str | None) -> None:
    from csms_tools.operator.events import Events

    events = Events(operator.api, query, datetime.now(UTC), id)
    show = operator.output.line if operator.output.as_json else _show
    while True:
        for event in events.new():
            show(event)
        time.sleep(POLL)


def _show(event: "Document") -> None:
    from csms_tools.operator.output import spelled

    moment = f"{datetime.fromisoformat(event['receivedAt']):%Y-%m-%d %H:%M:%S}"
    mark = "!" if event["critical"] else " "
    times = f"{event['tries']} times" if event.get("tries", 1) > 1 else None
    said = (event.get("chargePointId") or "-", event["type"], event.get("sourceIp"), _told(event))
    words = [spelled(each) for each in (*said, times) if each]
    click.echo(f"{moment} {mark} {'  '.join(words)}")


def _told(event: "Document") -> object:
    return event.get("reason") or event.get("techInfo")
