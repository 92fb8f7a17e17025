"""A local list is kept in step with the id tags that an operator put on it as they stand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from csms import settings, task_queue
from csms.domain.automatisms import distance
from csms.domain.list_parts import in_parts, payload_of
from csms.domain.lists_in_step import lacking
from csms.domain.switches import LIST
from csms.outbound.standing_tags import standing
from csms.store import commands
from csms.store.commands.automatisms import Automatism
from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_list_parts import LocalListParts
from csms.store.commands.local_lists import LocalList, whole
from csms.store.commands.wanted_lists import IN_STEP, WantedList
from csms.store.paging import Position, by_name, part
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.table import Raw, Write, fetch, read, when
from workflows.automatisms import Step, run, wait

ANOTHER_LIST = timedelta(minutes=1)  # until one that is on its way is looked at again
AT_ONCE = 50  # charge points of one task


def keep_in_step(charge_point_id: str, at: datetime, *, waited: bool = False) -> None:
    """Send what the charge point's list lacks, if it is known what that should hold."""
    charge_point, wanted, known, before, configuration, last = fetch(
        ChargePoint.of(charge_point_id),
        WantedList.of(charge_point_id),
        LocalList.of(charge_point_id),
        LocalListParts.of(charge_point_id),
        Configuration.of(charge_point_id),
        Automatism.of(charge_point_id, LIST),
    )
    if charge_point is None or charge_point.status != "Accepted" or wanted is None:
        return
    if LIST not in charge_point.switched_on:
        return
    last = last or Automatism.of(charge_point_id, LIST)
    task = {"task": "keep-list-in-step", "chargePointId": charge_point_id, "waited": waited}
    if before and _is_on_its_way(before):
        wait(last, task, at + ANOTHER_LIST, at)
        return
    known = whole(known) or LocalList.of(charge_point_id)
    tags = [id_tag for id_tag in wanted.tags.values() if id_tag]
    entries, full = lacking(wanted, standing(tags, at), known)
    if not entries and not full:
        return
    sent = _parts(charge_point, entries, configuration, at)

    def kept(command_id: str) -> Sequence[Write]:
        sent.command_id = command_id
        return [sent.instead_of(before)]

    steps = {"list": Step("SendLocalList", payload_of(sent.all[0], full=full), kept)}
    run(last, charge_point, f"list {when(at)}", steps, task, at)


def id_tags_changed(position: Position | None) -> None:
    """Each charge point whose list is kept in step looks what has become of its tags."""
    found = part(by_name(WantedList, IN_STEP), AT_ONCE, position, _kept_in_step)
    for charge_point in found.items:
        task = {"task": "keep-list-in-step", "chargePointId": charge_point.charge_point_id}
        task_queue.later(task)
    if found.position:
        task_queue.later({"task": "id-tags-changed", "position": found.position}, seconds=0)


def _kept_in_step(entries: Sequence[Raw]) -> list[ChargePoint | None]:
    keys = [(entry["pk"]["S"], "CP") for entry in entries]
    found = {one.pk: one for one in read(ChargePoint, keys) if LIST in one.switched_on}
    return [found.get(pk) for pk, _ in keys]


def _is_on_its_way(sent: LocalListParts) -> bool:
    record = commands.find(sent.charge_point_id, sent.command_id)
    return sent.progress(record) == "InProgress"


def _parts(
    charge_point: ChargePoint,
    entries: Sequence[Entry],
    configuration: Configuration | None,
    at: datetime,
) -> LocalListParts:
    sent = LocalListParts.of(charge_point.charge_point_id)
    sent.parts = {"parts": in_parts(entries, configuration)}
    sent.created_by = f"automatism: {LIST}"
    sent.started_at = at
    sent.timeout = settings.call_timeout()
    sent.until = at + distance(charge_point)
    sent.forced = False
    return sent
