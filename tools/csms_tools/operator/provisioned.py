"""The commands that everything which operators provision has: charge points and id tags."""

from collections.abc import Sequence

import click

from csms_tools.operator.completing import Known
from csms_tools.operator.options import Operator, operates
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.settings import Setting, settable, with_password


def add_commands(
    group: click.Group,
    known: Known,
    settings: Sequence[Setting],
    *,
    metavar: str,
    show: str,
    change: str,
    delete: str,
    export: str,
) -> None:
    """Show, change, delete, import and export; `show` and those after it are their help texts."""
    named = click.argument("id", metavar=metavar, type=known)

    @group.command("show", help=show)
    @named
    @operates
    def show_(operator: Operator, id: str) -> None:
        operator.output.one(operator.api.get(_path(known, id)))

    @group.command("change", help=change)
    @named
    @settable(*settings, removal=True)
    @operates
    def change_(operator: Operator, id: str, given: dict[str, object]) -> None:
        changed = operator.api.ask("PATCH", _path(known, id), body=with_password(given)).json()
        operator.output.done(f"{id} is changed", changed)

    @group.command("delete", help=delete)
    @named
    @YES
    @operates
    def delete_(operator: Operator, id: str, yes: bool) -> None:
        sure(f"Delete {id}?", yes=yes)
        operator.api.ask("DELETE", _path(known, id))
        operator.output.done(f"{id} is deleted")

    @group.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
    @click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
    @operates
    def import_(operator: Operator, file: str, dry_run: bool) -> None:
        """Create and change those in FILE, CSV or JSON as `export` writes it; -: standard input."""
        from csms_tools.operator.bulk import imported

        imported(operator.api, operator.output, f"{known.path}/import", file, dry_run=dry_run)

    @group.command("export", help=export)
    @operates
    def export_(operator: Operator) -> None:
        from csms_tools.operator.bulk import export

        export(operator.api, operator.output, f"{known.path}/export", {})


def _path(known: Known, id: str) -> str:
    from csms_tools.operator.client import path

    return known.path + path(id)
