"""Id tags as entries of a local list, each as Authorize would answer now."""

from collections.abc import Iterable
from datetime import datetime

from csms.domain.authorization import id_tag_info
from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_lists import key
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import StateItem, fetch


def standing(id_tags: Iterable[str], at: datetime) -> dict[str, Entry]:
    """By id tag in upper case; without those that are not ours."""
    tags = _found(id_tags)
    groups = _found({tag.parent_id_tag for tag in tags.values() if tag.parent_id_tag})
    return {
        folded: {
            "idTag": tag.id_tag,
            "idTagInfo": id_tag_info(tag, groups.get(key(tag.parent_id_tag or "")), at).to_wire(),
        }
        for folded, tag in tags.items()
    }


def _found(id_tags: Iterable[str]) -> dict[str, IdTag]:
    stubs: list[StateItem] = [IdTag.of(id_tag) for id_tag in id_tags]
    found = fetch(*stubs) if stubs else ()
    return {key(item.id_tag): item for item in found if isinstance(item, IdTag)}
