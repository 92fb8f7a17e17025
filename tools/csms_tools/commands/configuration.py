"""`csms configuration`: the keys of a charge point, and what all of a model should have."""

import click

from csms_tools.commands import Failed
from csms_tools.commands.configuration_templates import templates
from csms_tools.operator.completing import charge_point_id, configuration_key, template_name
from csms_tools.operator.options import Operator, WithList, operates, tabular
from csms_tools.operator.time_options import QUEUE_UNTIL

ANSWER = 25  # seconds


@click.group(cls=WithList)
def configuration() -> None:
    """Show what is known of a charge point's keys; or read or set them, by templates too."""


configuration.add_command(templates)


@configuration.command("list")
@click.argument("id", type=charge_point_id)
@tabular
@operates
def list_(operator: Operator, id: str) -> None:
    """List the keys of the charge point ID, as it last told or accepted them."""
    _shown(operator, id, ())


@configuration.command()
@click.argument("id", type=charge_point_id)
@click.argument("keys", type=configuration_key, nargs=-1, metavar="[KEY]…")
@click.option("--wait", type=click.IntRange(0, 25), default=ANSWER, help="Seconds; 25 by default.")
@QUEUE_UNTIL
@tabular
@operates
def read(
    operator: Operator, id: str, keys: tuple[str, ...], wait: int, queue_until: str | None
) -> None:
    """Ask the charge point ID for all of its keys, or for some, and list them."""
    from csms_tools.operator import many

    results = operator.api.ask(
        "POST",
        _path(id, "read"),
        query={"wait": wait, "queueUntil": queue_until},
        body={"keys": list(keys)} if keys else {},
    ).json()
    if all(one.get("status") == "Answered" for one in results["items"]):
        _shown(operator, id, keys)
        return
    many.told(operator.output, results)
    if wait and queue_until is None:
        raise Failed(f"{id} has not told all of them")


@configuration.command("set")
@click.argument("id", type=charge_point_id)
@click.argument("key", type=configuration_key)
@click.argument("value")
@click.option("--wait", type=click.FloatRange(0), default=ANSWER, help="Seconds; 25 by default.")
@QUEUE_UNTIL
@click.option("--force", is_flag=True, help="Though it seems to make no sense.")
@operates
def set_(
    operator: Operator,
    id: str,
    key: str,
    value: str,
    wait: float,
    queue_until: str | None,
    force: bool,
) -> None:
    """Set KEY of the charge point ID to VALUE, by ChangeConfiguration."""
    from csms_tools.operator import outcomes

    query = {"queueUntil": queue_until, "force": force or None}
    command = operator.api.ask("PUT", _path(id, key), query=query, body={"value": value}).json()
    outcomes.conclude(operator.api, operator.output, command, None if queue_until else wait)


@configuration.command()
@click.argument("id", type=charge_point_id)
@click.argument("template", type=template_name)
@tabular
@operates
def drift(operator: Operator, id: str, template: str) -> None:
    """List what the charge point ID has not set as TEMPLATE wants it, as far as is known.

    csms configuration templates apply sets it.
    """
    from csms_tools.operator.output import columns

    found = operator.api.get(_path(id, "drift"), {"template": template})
    table = columns("by", key="key", wanted="wanted", known="known", drift="drift", by="commandId")
    operator.output.whole(found["items"], table)
    if not found["isForThisModel"]:
        click.echo(f"{template} is for another model", err=True)


def _shown(operator: Operator, id: str, keys: tuple[str, ...]) -> None:
    """With --json what the API tells; `keys`: none are all."""
    from csms_tools.operator.output import columns

    known = operator.api.get(_path(id))
    wanted = {key.casefold() for key in keys}
    unknown = [{**one, "value": "unknown to it"} for one in known["unknown"]]
    items = [
        one for one in [*known["items"], *unknown] if not keys or one["key"].casefold() in wanted
    ]
    table = columns(
        "learned", "readonly", key="key", value="value", readonly="readonly", learned="learnedAt"
    )
    operator.output.whole(items, table)
    if "completeAt" not in known and not keys:
        click.echo(f"it may have others: csms configuration read {id} asks it", err=True)


def _path(id: str, *below: str) -> str:
    from csms_tools.operator.client import path

    return path("charge-points", id, "configuration", *below)
