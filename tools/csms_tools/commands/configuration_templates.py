"""`csms configuration templates`: what the charge points of a model should have set."""

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id, template_name
from csms_tools.operator.options import Operator, WithList, listed, operates, tabular
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.time_options import QUEUE_UNTIL


@click.group(cls=WithList)
def templates() -> None:
    """List the configuration templates; or show, store, apply or delete one."""


@templates.command("list")
@listed
@operates
def list_(operator: Operator, most: int | None) -> None:
    """List them, by name."""
    from csms_tools.operator.output import columns

    table = columns(
        "description",
        "changed",
        "while_pending",
        name="name",
        vendor="vendor",
        model="model",
        while_pending="applyWhilePending",
        keys=lambda item: len(item["values"]),
        changed="changedAt",
        description="description",
    )
    operator.output.items(operator.api.items("/configuration-templates", None, most), table)


@templates.command()
@click.argument("name", type=template_name)
@operates
def show(operator: Operator, name: str) -> None:
    """Show the template NAME with its keys."""
    operator.output.one(operator.api.get(_path(name)))


@templates.command()
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]…")
@click.option("--file", help="JSON as `show --json` has it; what is named adds to it.")
@click.option("--vendor", help="For its charge points alone.")
@click.option("--model", help="For these alone.")
@click.option("--description")
@click.option("--while-pending/--not-while-pending", default=None, help="Apply it at a boot, too.")
@operates
def store(
    operator: Operator,
    name: str,
    values: tuple[str, ...],
    file: str | None,
    vendor: str | None,
    model: str | None,
    description: str | None,
    while_pending: bool | None,
) -> None:
    """Create the template NAME, or replace it; with the KEYs that it should set."""
    from csms_tools.operator.payloads import begun

    body = begun(file)
    body = {key: value for key, value in body.items() if key not in ("name", "changedAt")}
    said = {
        "vendor": vendor,
        "model": model,
        "description": description,
        "applyWhilePending": while_pending,
    }
    body |= {key: value for key, value in said.items() if value is not None}
    body["values"] = body.get("values", {}) | dict(map(_value, values))
    stored = operator.api.ask("PUT", _path(name), body=body).json()
    operator.output.done(f"{name} has {len(stored['values'])} keys", stored)


@templates.command()
@click.argument("name", type=template_name)
@click.argument("ids", nargs=-1, required=True, type=charge_point_id, metavar="ID…")
@QUEUE_UNTIL
@click.option("--force", is_flag=True, help="Though they are of another model.")
@tabular
@operates
def apply(
    operator: Operator, name: str, ids: tuple[str, ...], queue_until: str | None, force: bool
) -> None:
    """Set at the charge points ID what they lack of the template NAME."""
    from csms_tools.operator import many

    body: dict[str, object] = {"chargePointIds": list(ids), "force": force}
    if queue_until:
        body["queueUntil"] = queue_until
    many.told(operator.output, operator.api.ask("POST", _path(name, "apply"), body=body).json())


@templates.command()
@click.argument("name", type=template_name)
@YES
@operates
def delete(operator: Operator, name: str, yes: bool) -> None:
    """Delete the template NAME; what it has set stays."""
    sure(f"Delete {name}?", yes=yes)
    operator.api.ask("DELETE", _path(name))
    operator.output.done(f"{name} is deleted")


def _value(word: str) -> tuple[str, str]:
    key, sign, value = word.partition("=")
    if not sign or not key:
        raise Wrong(f"{word} is not KEY=VALUE")
    return key, value


def _path(name: str, *below: str) -> str:
    from csms_tools.operator.client import path

    return path("configuration-templates", name, *below)
