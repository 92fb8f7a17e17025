"""The local list of a charge point, as far as it is known: in one item, or in several."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import final

from pynamodb.attributes import BooleanAttribute, UTCDateTimeAttribute

from csms.store.commands.local_list_items import Entry, LocalListRest, cut
from csms.store.counters import Counters
from csms.store.provisioned.versions import still
from csms.store.table import StateItem, Write, delete, fetch, put, put_as_read, update
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional

Changes = Sequence[tuple[str, Entry | None]]
"""Each id tag with its entry, or None if it has no standing: that deletes it."""

LONGEST_LATE = timedelta(days=7)  # an answer may come, and still meet what was deleted since
READS = 5  # of a list that is written at the same time


@final
class LocalList(StateItem, discriminator="local list"):
    """What the charge point has accepted, by id tag in upper case, and reported since then.

    `complete`: a full list is among it, so that there is nothing else on the charge point's list.
    `reported_version`: 0 is an empty list, -1 that the charge point has none.

    Of each id tag that counts which was answered last, also if an older answer is taken later:
    `heard` has the time of those that were changed or deleted since `full_at`, in milliseconds.
    `revision` counts changes; `rest` more items hold what this one does not, as of
    `rest_revision`.
    """

    version = optional(IntegerAttribute)
    entries = PackedAttribute(default=dict)
    heard = PackedAttribute(default=dict)
    complete = BooleanAttribute(default=False)
    full_at = optional(UTCDateTimeAttribute)
    updated_at = optional(UTCDateTimeAttribute)
    reported_version = optional(IntegerAttribute)
    reported_at = optional(UTCDateTimeAttribute)
    revision = optional(IntegerAttribute)
    rest = optional(IntegerAttribute)
    rest_revision = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "LocalList":
        return cls(f"CP#{charge_point_id}", "LOCAL-LIST")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def known_version(self) -> int | None:
        """The last that was heard of it."""
        return self.version if self.reported_version is None else self.reported_version

    @property
    def contradicted(self) -> bool:
        """Whether the charge point has reported another list than it had accepted."""
        return self.reported_version not in (None, self.version)

    @property
    def further(self) -> list[LocalListRest]:
        """The other items of the list."""
        return [LocalListRest.of(self.charge_point_id, n + 1) for n in range(self.rest or 0)]

    def joined(self, further: Sequence[StateItem | None]) -> "LocalList":
        """With all that its other items hold."""
        for one in further:
            if isinstance(one, LocalListRest):
                self.entries = self.entries | one.entries
                self.heard = self.heard | one.heard
        return self

    def after(self, changes: Changes, *, full: bool) -> dict[str, Entry]:
        """The entries that are known of it after an update."""
        standing = {} if full or self.contradicted else self.entries
        entries = {**standing, **{key(id_tag): entry for id_tag, entry in changes}}
        return {tag: entry for tag, entry in entries.items() if entry is not None}

    def accept(self, version: int, changes: Changes, at: datetime, *, full: bool) -> None:
        overtaken = self.updated_at is not None and at < self.updated_at
        if self.reported_at is None or self.reported_at <= at:
            if self.contradicted and not overtaken:
                self.entries, self.heard, self.full_at = {}, {}, None
                self.complete = self.reported_version == 0
            self.reported_version = None  # it was about another list
            self.reported_at = None
        if self.full_at is None or self.full_at <= at:
            if full:
                self._replace(changes, at)
            else:
                self._change(changes, at)
        if not overtaken:
            self.version = version
            self.updated_at = at

    def _replace(self, changes: Changes, at: datetime) -> None:
        told = _milliseconds(at)
        times = {tag: self._time(tag) for tag in self.entries | self.heard}
        later = {tag: time for tag, time in times.items() if time > told}
        stay = {tag: entry for tag, entry in self.entries.items() if tag in later}
        new = {key(tag): entry for tag, entry in changes if entry and key(tag) not in later}
        self.entries, self.heard = new | stay, later
        self.full_at, self.complete = at, True

    def _change(self, changes: Changes, at: datetime) -> None:
        told = _milliseconds(at)
        news = {key(tag): entry for tag, entry in changes if self._time(key(tag)) <= told}
        entries = self.entries | news
        self.entries = {tag: entry for tag, entry in entries.items() if entry is not None}
        oldest = _milliseconds(at - LONGEST_LATE)
        heard = self.heard | dict.fromkeys(news, told)
        self.heard = {
            tag: time for tag, time in heard.items() if tag in self.entries or time > oldest
        }

    def _time(self, tag: str) -> int:
        """When something was last heard of a tag; 0 if never."""
        told: int | None = self.heard.get(tag)
        if told is not None:
            return told
        since = self.full_at or (self.updated_at if tag in self.entries else None)
        return _milliseconds(since) if since else 0

    def written(self) -> list[Write]:
        """As it is now, if nothing else was written since it was read."""
        unmoved = still(LocalList.revision, self.revision)
        self.revision = (self.revision or 0) + 1
        entries, heard, gone = self.entries, self.heard, self.further
        first, *others = cut(entries, heard)
        self.entries, self.heard = first
        self.rest, self.rest_revision = (len(others), self.revision) if others else (None, None)
        writes = [put_as_read(self, unmoved)]
        self.entries, self.heard = entries, heard
        for stub, (its_entries, its_heard) in zip(self.further, others, strict=True):
            stub.entries, stub.heard, stub.revision = its_entries, its_heard, self.revision
            writes.append(put(stub))
        return writes + [delete(stub) for stub in gone[len(others) :]]


def key(id_tag: str) -> str:
    return id_tag.upper()  # case does not count in an id tag (§2.2)


def whole(local_list: LocalList | None) -> LocalList | None:
    """A list whose first item was read, with its others: a second round trip if there are any."""
    for _ in range(READS):
        if local_list is None or not local_list.rest:
            return local_list
        further = fetch(*local_list.further)
        revisions = {one.revision for one in further if isinstance(one, LocalListRest)}
        if None not in further and revisions == {local_list.rest_revision}:
            break
        (local_list,) = fetch(LocalList.of(local_list.charge_point_id))
    assert local_list
    return local_list.joined(further)


def reported(charge_point_id: str, version: int, at: datetime) -> Write:
    """What was answered before it was heard last says nothing of it any more."""
    actions = [
        LocalList.kind.set(LocalList),
        LocalList.entries.set(LocalList.entries | {}),
        LocalList.complete.set(LocalList.complete | False),
        LocalList.reported_version.set(version),
        LocalList.reported_at.set(at),
        LocalList.revision.add(1),
    ]
    unheard = LocalList.reported_at.does_not_exist() | (LocalList.reported_at <= at)
    last = LocalList.updated_at.does_not_exist() | (LocalList.updated_at <= at)
    return update(LocalList.of(charge_point_id), actions, unheard & last)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def next_version(local_list: LocalList | None, counters: Counters | None) -> int:
    """Higher than all that are known or have been sent, whatever became of them.

    What was not accepted, or not answered, may be on the charge point all the same.
    """
    known = [0, (counters and counters.list_version) or 0]
    if local_list:
        known += [local_list.version or 0, local_list.reported_version or 0]
    return max(known) + 1
