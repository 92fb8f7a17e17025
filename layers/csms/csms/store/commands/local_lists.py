"""The local list of a charge point, as far as it is known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, final

from pynamodb.attributes import BooleanAttribute, UTCDateTimeAttribute

from csms.store.counters import Counters
from csms.store.table import StateItem, Write, update
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional

Entry = dict[str, Any]
"""`idTag` and `idTagInfo`, as they are spelled on the wire."""

Changes = Sequence[tuple[str, Entry | None]]
"""Each id tag with its entry, or None if it has no standing: that deletes it."""


@final
class LocalList(StateItem, discriminator="local list"):
    """What the charge point has accepted, by id tag in upper case, and reported since then.

    `complete`: a full list is among it, so that there is nothing else on the charge point's list.
    `reported_version`: 0 is an empty list, -1 that the charge point has none.
    """

    version = optional(IntegerAttribute)
    entries = PackedAttribute(default=dict)
    complete = BooleanAttribute(default=False)
    updated_at = optional(UTCDateTimeAttribute)
    reported_version = optional(IntegerAttribute)
    reported_at = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "LocalList":
        return cls(f"CP#{charge_point_id}", "LOCAL-LIST")

    @property
    def known_version(self) -> int | None:
        """The last that was heard of it."""
        return self.version if self.reported_version is None else self.reported_version

    @property
    def contradicted(self) -> bool:
        """Whether the charge point has reported another list than it had accepted."""
        return self.reported_version not in (None, self.version)

    def after(self, changes: Changes, *, full: bool) -> dict[str, Entry]:
        """The entries that are known of it after an update."""
        standing = {} if full or self.contradicted else self.entries
        entries = {**standing, **{key(id_tag): entry for id_tag, entry in changes}}
        return {tag: entry for tag, entry in entries.items() if entry is not None}

    def accept(self, version: int, changes: Changes, at: datetime, *, full: bool) -> None:
        self.entries = self.after(changes, full=full)
        was_complete = self.complete and not self.contradicted
        self.complete = full or was_complete or self.reported_version == 0
        self.version = version
        self.updated_at = at
        self.reported_version = None  # it was about another list
        self.reported_at = None


def key(id_tag: str) -> str:
    return id_tag.upper()  # case does not count in an id tag (§2.2)


def reported(charge_point_id: str, version: int, at: datetime) -> Write:
    actions = [
        LocalList.kind.set(LocalList),
        LocalList.entries.set(LocalList.entries | {}),
        LocalList.complete.set(LocalList.complete | False),
        LocalList.reported_version.set(version),
        LocalList.reported_at.set(at),
    ]
    return update(LocalList.of(charge_point_id), actions)


def next_version(local_list: LocalList | None, counters: Counters | None) -> int:
    """Higher than all that are known or have been sent, whatever became of them.

    What was not accepted, or not answered, may be on the charge point all the same.
    """
    known = [0, (counters and counters.list_version) or 0]
    if local_list:
        known += [local_list.version or 0, local_list.reported_version or 0]
    return max(known) + 1
