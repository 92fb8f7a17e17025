"""`csms id-tags`: the cards and apps that operators hand out."""

import click

from csms_tools.operator.completing import id_tag as known
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.provisioned import add_commands
from csms_tools.operator.settings import Setting, settable

SETTINGS = (
    Setting("parentIdTag", "parent-id-tag", "The group it belongs to.", known, removable=True),
    Setting("expiryDate", "expiry-date", "When it ends: 2027-01-01T00:00:00Z.", removable=True),
    Setting("blocked", "blocked", "Whether it may not charge.", click.BOOL),
    Setting(
        "maxActiveTransactions",
        "max-active-transactions",
        "At the same time.",
        click.IntRange(1),
        removable=True,
    ),
)


@click.group("id-tags", cls=WithList)
def id_tags() -> None:
    """List id tags; or create, show, change, delete, import and export them."""


add_commands(
    id_tags,
    known,
    SETTINGS,
    metavar="ID_TAG",
    show="Show what is set for the id tag.",
    change="Change what is set for the id tag; the rest stays as it is.",
    delete="Take the id tag back; what it has charged stays.",
    export="Write all of them as CSV, or with --json as JSON.",
)


@id_tags.command("list")
@click.option("--blocked/--not-blocked", default=None)
@click.option("--parent-id-tag", type=known, help="The group.")
@click.option("--begins", metavar="TEXT", help="What the id tag begins with.")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    blocked: bool | None,
    parent_id_tag: str | None,
    begins: str | None,
) -> None:
    """List them, by name."""
    from csms_tools.operator.output import columns

    query = {"blocked": blocked, "parentIdTag": parent_id_tag, "q": begins}
    table = columns(
        "at_most",
        "group",
        id_tag="idTag",
        group="parentIdTag",
        blocked="blocked",
        expires="expiryDate",
        at_most="maxActiveTransactions",
    )
    operator.output.items(operator.api.items("/id-tags", query, most), table)


@id_tags.command()
@click.argument("id_tag")
@settable(*SETTINGS)
@operates
def create(operator: Operator, id_tag: str, given: dict[str, object]) -> None:
    """Hand out an id tag."""
    body = {"idTag": id_tag} | given
    made = operator.api.ask("POST", "/id-tags", body=body).json()
    operator.output.done(f"{id_tag} is handed out", made)
