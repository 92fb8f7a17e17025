"""`csms local-lists`: who may charge while a charge point cannot ask."""

from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.completing import charge_point_id, id_tag
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.time_options import QUEUE_UNTIL

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

FILE = click.option("--file", help="JSON as the API takes it, of entries that are not our id tags.")
WAIT = click.option(
    "--wait", type=click.IntRange(0, 25), default=25, help="Seconds for the answer; 25 by default."
)
FORCE = click.option("--force", is_flag=True, help="Though it seems to make no sense.")


@click.group("local-lists", cls=WithList)
def local_lists() -> None:
    """List what a charge point has on its local list; or replace or change that."""


@local_lists.command("list")
@click.argument("id", type=charge_point_id)
@listed
@operates
def list_(operator: Operator, most: int | None, id: str) -> None:
    """List the entries that the charge point ID has accepted, by id tag; `show` tells the rest."""
    from csms_tools.operator.output import columns

    table = columns(
        id_tag="idTag",
        status="idTagInfo.status",
        group="idTagInfo.parentIdTag",
        expires="idTagInfo.expiryDate",
    )
    operator.output.items(operator.api.items(_path(id), None, most), table)


@local_lists.command()
@click.argument("id", type=charge_point_id)
@operates
def show(operator: Operator, id: str) -> None:
    """Show the version of the local list of ID, and how far the last one is that was sent."""
    known = operator.api.get(_path(id), {"limit": 1})
    operator.output.one({name: known[name] for name in known if name not in ("items", "cursor")})


@local_lists.command()
@click.argument("id", type=charge_point_id)
@click.argument("id_tags", nargs=-1, type=id_tag, metavar="[ID_TAG]…")
@FILE
@click.option("--empty", is_flag=True, help="A list without entries.")
@WAIT
@QUEUE_UNTIL
@FORCE
@YES
@operates
def replace(
    operator: Operator,
    id: str,
    id_tags: tuple[str, ...],
    file: str | None,
    empty: bool,
    wait: int,
    queue_until: str | None,
    force: bool,
    yes: bool,
) -> None:
    """Give the charge point ID a new local list: our id tags, as they stand now."""
    from csms_tools.operator.payloads import begun

    if (bool(id_tags), file is not None, empty).count(True) != 1:
        raise Wrong("what is on it? Either ID_TAGs, or --file, or --empty")
    body: Document = begun(file) if file else {"idTags": list(id_tags)}
    sure(f"Replace all that is on the local list of {id}?", yes=yes)
    _sent(operator, "PUT", id, body, wait, queue_until, force)


@local_lists.command()
@click.argument("id", type=charge_point_id)
@click.option("--add", multiple=True, type=id_tag, metavar="ID_TAG", help="As it stands now.")
@click.option("--remove", multiple=True, type=id_tag, metavar="ID_TAG")
@FILE
@WAIT
@QUEUE_UNTIL
@FORCE
@operates
def change(
    operator: Operator,
    id: str,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    file: str | None,
    wait: int,
    queue_until: str | None,
    force: bool,
) -> None:
    """Add, replace and delete entries of the local list of the charge point ID."""
    from csms_tools.operator.payloads import begun

    body: Document = begun(file)
    for name, tags in (("idTags", add), ("delete", remove)):
        if tags:
            body[name] = [*body.get(name, ()), *tags]
    if not body:
        raise Wrong("nothing to change has been named")
    _sent(operator, "PATCH", id, body, wait, queue_until, force)


def _sent(
    operator: Operator,
    method: str,
    id: str,
    body: "Document",
    wait: int,
    queue_until: str | None,
    force: bool,
) -> None:
    """Raises Failed, unless all parts were accepted, or it may wait."""

    query = {"wait": wait, "queueUntil": queue_until, "force": force or None}
    update = operator.api.ask(method, _path(id), query=query, body=body).json()
    parts = f"{update['partsAccepted']} of {update['parts']} parts are accepted"
    operator.output.done(f"{id}: {update['progress']}, {parts}", update)
    if update["progress"] == "Done" or (
        update["progress"] == "InProgress" and (queue_until is not None or not wait)
    ):
        return
    raise Failed(f"{id}: {update.get('stopped') or update['progress']}")


def _path(id: str) -> str:
    from csms_tools.operator.client import path

    return path("charge-points", id, "local-list")
