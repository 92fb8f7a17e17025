"""What the local list of a charge point should hold of our id tags."""

from collections.abc import Collection, Mapping
from typing import final

from pynamodb.attributes import BooleanAttribute
from pynamodb.expressions.condition import Condition

from csms.store.commands.local_list_items import LARGEST_ITEM
from csms.store.commands.local_lists import LocalList, key
from csms.store.table import StateItem, Write, by_name, put
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, compressed

IN_STEP = "IN-STEP"  # the list of all of them, over the whole fleet


@final
class WantedList(StateItem, discriminator="wanted local list"):
    """The id tags that an operator put on a local list as they stand.

    `tags`: by id tag in upper case, each as it is spelled, or None for one that should not be
    there. What was put as an entry stays as the charge point has accepted it, and is not here.
    `full`: a whole list was put, so that it takes the place of what else there is. `revision`
    counts the changes.
    """

    tags = PackedAttribute(default=dict)
    full = BooleanAttribute(default=False)
    revision = IntegerAttribute(default=0)

    @classmethod
    def of(cls, charge_point_id: str) -> "WantedList":
        return cls(f"CP#{charge_point_id}", "LOCAL-LIST-WANTED")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def is_too_long(self) -> bool:
        return len(compressed(self.tags)) > LARGEST_ITEM

    def replaced(
        self, id_tags: Collection[str], entries: Collection[str], known: LocalList | None
    ) -> None:
        """A whole list was put; what else the charge point has, or may have got, is to go."""
        new = {key(id_tag): id_tag for id_tag in id_tags}
        before = [*self.tags, *(known.entries if known else ())]
        gone = set(before) - {key(one) for one in entries}
        self.tags = dict.fromkeys(sorted(gone), None) | new
        self.full = True

    def changed(
        self, id_tags: Collection[str], entries: Collection[str], deleted: Collection[str]
    ) -> None:
        tags: Mapping[str, str | None] = {
            **self.tags,
            **{key(id_tag): id_tag for id_tag in id_tags},
            **{key(id_tag): None for id_tag in deleted},
        }
        of_others = {key(one) for one in entries}
        self.tags = {tag: spelled for tag, spelled in tags.items() if tag not in of_others}

    def written(self) -> Write:
        """As it is now, if it was not written since it was read."""
        unmoved: Condition = WantedList.revision == self.revision
        if self.revision == 0:
            unmoved = WantedList.pk.does_not_exist()
        self.by_name_pk, self.by_name_sk = by_name(IN_STEP, self.charge_point_id)
        self.revision += 1
        return put(self, unmoved)
