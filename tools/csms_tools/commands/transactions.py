"""`csms transactions`: who charged what and when, and what operators put right."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import (
    charge_point_id,
    id_tag,
    running_transaction,
    transaction,
)
from csms_tools.operator.completing import connector as known_connector
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.settings import Setting, settable
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document, Query

F = TypeVar("F", bound=Callable[..., Any])

NOTE = Setting("note", "note", "Why: kept with the transaction.", required=True)
STOPPED_AT = Setting("stoppedAt", "stopped-at", "When: 2026-06-01T13:30:00Z.")
METER_STOP = Setting("meterStop", "meter-stop", "Wh at its end.", click.INT)
CLOSING = (STOPPED_AT, METER_STOP, Setting("reason", "reason", "As OCPP names it."), NOTE)
REPAIR = (
    Setting("meterStart", "meter-start", "Wh at its beginning.", click.INT),
    METER_STOP,
    STOPPED_AT,
    Setting("energy", "energy", "Wh in all.", click.FLOAT),
    NOTE,
)


@click.group(cls=WithList)
def transactions() -> None:
    """List transactions; or show, export, close and repair them."""


def filtered(command: F) -> F:
    for option in (
        click.option("--id-tag", type=id_tag),
        click.option("--running/--stopped", default=None),
        ranged("Begun"),
        click.option("--charge-point", type=charge_point_id),
    ):
        command = option(command)
    return command


@transactions.command("list")
@filtered
@listed
@operates
def list_(operator: Operator, most: int | None, **wanted: Any) -> None:
    """List them, the newest first."""
    from csms_tools.operator.output import columns

    table = columns(
        "connector",
        "stopped",
        charge_point="chargePointId",
        number="transactionId",
        connector="connectorId",
        id_tag="idTag",
        started="startedAt",
        stopped="stoppedAt",
        Wh="energy",
    )
    operator.output.items(operator.api.items("/transactions", _query(**wanted), most), table)


@transactions.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=transaction)
@operates
def show(operator: Operator, id: str, number: int) -> None:
    """Show all that is known of the transaction NUMBER of the charge point ID."""
    operator.output.one(operator.api.get(_path(id, number)))


@transactions.command("meter-values")
@click.argument("id", type=charge_point_id)
@click.argument("number", type=transaction, required=False)
@click.option("--connector", type=known_connector, help="Of all transactions and none.")
@ranged("Of all transactions and none: sampled")
@listed
@operates
def meter_values(
    operator: Operator,
    most: int | None,
    id: str,
    number: int | None,
    connector: int | None,
    since: str | None,
    until: str | None,
) -> None:
    """Show what the meter said during the transaction NUMBER of the charge point ID.

    Without NUMBER: all that its meters said, the newest first.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import columns

    table = columns(
        "why", "unit", at="at", measurand=_measurand, value=_value, unit="unit", why="context"
    )
    query: Query = {"connectorId": connector, "from": since, "to": until}
    if number is None:
        items = operator.api.items(path("charge-points", id, "meter-values"), query, most)
    elif any(value is not None for value in query.values()):
        raise Wrong("--connector, --since and --until are for all transactions: without a NUMBER")
    else:
        items = operator.api.items(f"{_path(id, number)}/meter-values", {}, most)
    operator.output.items(items, table, lambda reading: reading["samples"])


@transactions.command()
@filtered
@click.option("--csv", is_flag=True, help="As it is without --json, too.")
@operates
def export(operator: Operator, csv: bool, **wanted: Any) -> None:
    """Write them as CSV, or with --json as JSON."""
    from csms_tools.operator.bulk import export

    if csv and operator.as_json:
        raise Wrong("--csv or --json? One of them")

    export(operator.api, operator.output, "/transactions", _query(**wanted))


@transactions.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=running_transaction)
@settable(*CLOSING)
@operates
def close(operator: Operator, id: str, number: int, given: dict[str, object]) -> None:
    """End a running transaction whose stop is lost, at its last plausible reading.

    That is an estimate, until the real stop comes.
    """
    closed = operator.api.ask("POST", f"{_path(id, number)}/close", body=given).json()
    reading = f"{closed['meterStop']} Wh" if "meterStop" in closed else "no reading"
    said = f"{number} is closed at {closed['stoppedAt']} with {reading}"
    operator.output.done(said, closed)


@transactions.command()
@click.argument("id", type=charge_point_id)
@click.argument("number", type=transaction)
@settable(*REPAIR)
@operates
def repair(operator: Operator, id: str, number: int, given: dict[str, object]) -> None:
    """Put right what a stopped transaction says; what was reported stays beside it."""
    repaired = operator.api.ask("POST", f"{_path(id, number)}/repair", body=given).json()
    operator.output.done(f"{number} is repaired: {repaired['energy']} Wh", repaired)


def _query(
    charge_point: str | None,
    since: str | None,
    until: str | None,
    running: bool | None,
    id_tag: str | None,
) -> "Query":
    status = None if running is None else "running" if running else "stopped"
    return {
        "chargePointId": charge_point,
        "from": since,
        "to": until,
        "status": status,
        "idTag": id_tag,
    }


def _path(id: str, number: int) -> str:
    from csms_tools.operator.client import path

    return path("charge-points", id, "transactions", number)


def _measurand(sample: "Document") -> str:
    return " ".join(sample[name] for name in ("measurand", "phase", "location") if sample.get(name))


def _value(sample: "Document") -> object:
    return sample.get("value", sample.get("text"))
