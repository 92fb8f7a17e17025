"""`csms orphans`: stops that end no transaction we know, and which they may have meant."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.completing import charge_point_id, transaction
from csms_tools.operator.completing import orphan as orphan_digest
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Api, Document

NOTE = click.option("--note", required=True, help="Why: kept with it.")


@click.group(cls=WithList)
def orphans() -> None:
    """List stops that ended no known transaction; or say what one of them ended, if anything."""


@orphans.command("list")
@click.argument("id", type=charge_point_id, required=False)
@click.option("--status", type=click.Choice(["open", "assigned", "dismissed"]))
@ranged("Received")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    id: str | None,
    status: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List them, the newest first; those of the charge point ID with what each may have meant."""
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    where = path("charge-points", id, "orphans") if id else "/orphans"
    query = {"status": status, "from": since, "to": until}
    table = columns(
        "names",
        "status",
        "Wh",
        "stopped",
        "id_tag",
        orphan=lambda item: item.get("digest", "")[:12],
        charge_point="chargePointId",
        status="status",
        stopped="stoppedAt",
        Wh="meterStop",
        id_tag="idTag",
        names="transactionId",
        why="why",
        may_have_meant="candidate",
    )
    operator.output.items(operator.api.items(where, query, most), table, _rows)


@orphans.command()
@click.argument("id", type=charge_point_id)
@click.argument("orphan", type=orphan_digest)
@operates
def show(operator: Operator, id: str, orphan: str) -> None:
    """Show the orphan stop ORPHAN of the charge point ID, and what it may have meant."""
    operator.output.one(operator.api.get(_path(operator.api, id, orphan)))


@orphans.command()
@click.argument("id", type=charge_point_id)
@click.argument("orphan", type=orphan_digest)
@click.argument("number", type=transaction)
@NOTE
@click.option("--force", is_flag=True, help="Though it lies before the transaction's start.")
@operates
def assign(operator: Operator, id: str, orphan: str, number: int, note: str, force: bool) -> None:
    """End the transaction NUMBER of the charge point ID by this stop."""
    where = _path(operator.api, id, orphan) + "/assign"
    body = {"transactionId": number, "note": note} | ({"force": True} if force else {})
    assigned = operator.api.ask("POST", where, body=body).json()
    operator.output.done(f"{number} is ended by it", assigned)


@orphans.command()
@click.argument("id", type=charge_point_id)
@click.argument("orphan", type=orphan_digest)
@NOTE
@operates
def dismiss(operator: Operator, id: str, orphan: str, note: str) -> None:
    """Say that this stop of the charge point ID ends nothing."""
    where = _path(operator.api, id, orphan) + "/dismiss"
    operator.output.done(
        "it is dismissed", operator.api.ask("POST", where, body={"note": note}).json()
    )


def _path(api: "Api", id: str, orphan: str) -> str:
    """An orphan is named by how its digest begins; raises Failed, Wrong."""
    from csms_tools.operator.client import path

    where = path("charge-points", id, "orphans")
    found = [one["digest"] for one in api.items(where) if one["digest"].startswith(orphan)]
    if not found:
        raise Failed(f"{id} has no orphan stop {orphan}")
    if len(found) > 1:
        raise Wrong(f"{orphan} begins {len(found)} orphan stops of {id}")
    return where + path(found[0])


def _rows(orphan: "Document") -> "Iterator[Document]":
    first, *others = orphan.get("candidates") or [None]
    yield orphan | {"candidate": _told(first)}
    for other in others:
        yield {"candidate": _told(other)}


def _told(candidate: "Document | None") -> str | None:
    if candidate is None:
        return None
    return (
        f"{candidate['transactionId']}: connector {candidate['connectorId']},"
        f" {candidate['startedAt']}, {candidate['meterStart']} Wh, id tag {candidate['idTag']}"
    )
