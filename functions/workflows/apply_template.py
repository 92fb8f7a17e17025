"""A template is applied to a charge point that waits to be accepted (§4.2)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from csms import settings, task_queue
from csms.domain.configuration_templates import Difference, differences
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store.commands import CommandRecord
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.configuration_templates import (
    ConfigurationTemplate,
    TemplateApplied,
    for_pending,
)
from csms.store.reported.configuration import Configuration
from csms.store.table import Cancelled, fetch, read, when
from outbound import COMMANDS

AT_ONCE = 10  # commands of one task
HEARD = ("Queued", "Sent", "Answered", "CallError", "MalformedAnswer")


def apply_template(charge_point_id: str, at: datetime) -> None:
    """Let ChangeConfiguration wait for each key that differs, or is not known.

    A key is sent once, whatever is answered, and after another boot again if it was not heard.
    Each command is written in one transaction with the note that its key was tried, which holds
    only for one of two tasks that come at once. What cannot be set is left out: drift shows it.
    """
    charge_point, configuration, noted = fetch(
        ChargePoint.of(charge_point_id),
        Configuration.of(charge_point_id),
        TemplateApplied.of(charge_point_id),
    )
    if charge_point is None or charge_point.registration != "Pending":
        return
    template = for_pending(charge_point)
    if template is None:
        return
    applied = noted or TemplateApplied.of(charge_point_id)
    if not noted or applied.mark != template.mark:
        applied.mark, applied.tried = template.mark, {}
    boot = when(charge_point.booted_at) if charge_point.booted_at else ""
    wanted = differences(template.values, configuration)
    due = _due(wanted, applied, boot)
    for place, difference in enumerate(due[:AT_ONCE]):
        if not _sent(difference, place, template, applied, boot, at):
            return
    if len(due) > AT_ONCE:
        task_queue.apply_template_later(charge_point_id)


def _due(wanted: list[Difference], applied: TemplateApplied, boot: str) -> list[Difference]:
    """Those that can be set, and have not been tried since this boot, nor heard before."""
    tried: Mapping[str, Mapping[str, str]] = applied.tried
    keys = [(f"CALL#{applied.pk.removeprefix('CP#')}", one["command"]) for one in tried.values()]
    records = {record.command_id: record for record in read(CommandRecord, keys)}

    def is_due(key: str) -> bool:
        if key not in tried:
            return True
        record = records.get(tried[key]["command"])
        return tried[key]["boot"] != boot and record is not None and record.status not in HEARD

    return [difference for difference in wanted if difference.can_be_set and is_due(difference.key)]


def _sent(
    difference: Difference,
    place: int,
    template: ConfigurationTemplate,
    applied: TemplateApplied,
    boot: str,
    at: datetime,
) -> bool:
    """False if there is nothing more to do."""
    charge_point_id = applied.pk.removeprefix("CP#")
    command_id = uuid7(at + timedelta(milliseconds=place))  # in the template's order
    tried = {difference.key: {"command": command_id, "boot": boot}}
    applied.tried = {**applied.tried, **tried}
    order = Order(
        charge_point_id=charge_point_id,
        command_id=command_id,
        payload={"key": difference.key, "value": difference.wanted},
        by=f"configuration template {template.name}",
        at=at,
        timeout=settings.call_timeout(),
    )
    try:
        sending.send(COMMANDS, "ChangeConfiguration", order, also=[applied.written()])
    except Objection:
        applied.revision -= 1  # not written: it stays tried with the next one
    except (Cancelled, NoSuchChargePoint, Unsendable):
        return False
    return True
