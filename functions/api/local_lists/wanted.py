"""Which id tags of ours a local list should hold, once an operator has put or changed it."""

from collections.abc import Sequence

from api.http.problems import Problem
from api.local_lists.entries import ListChange, NewList
from csms.store.commands.local_lists import LocalList, whole
from csms.store.commands.wanted_lists import WantedList
from csms.store.table import Write, fetch


def wanted_now(charge_point_id: str, body: NewList | ListChange) -> Sequence[Write]:
    """None where no id tag was ever put as it stands; raises Problem."""
    stored, known = fetch(WantedList.of(charge_point_id), LocalList.of(charge_point_id))
    if stored is None and not body.id_tags:
        return []
    wanted = stored or WantedList.of(charge_point_id)
    id_tags, entries = body.id_tags or (), [one.id_tag for one in body.entries or ()]
    if isinstance(body, ListChange):
        wanted.changed(id_tags, entries, body.delete)
    else:
        wanted.replaced(id_tags, entries, whole(known))
    if wanted.is_too_long:
        raise Problem(409, "the list would name more of our id tags than are kept of one")
    return [wanted.written()]
