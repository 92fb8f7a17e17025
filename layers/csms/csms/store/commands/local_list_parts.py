"""A local list that is sent in parts, each after the one before it was accepted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast, final

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms.store.commands import CommandRecord
from csms.store.commands.local_list_items import Entry
from csms.store.table import StateItem, Write, put, update
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional

Progress = Literal["InProgress", "Done", "Failed"]
Part = Sequence[Entry]


@final
class LocalListParts(StateItem, discriminator="local list parts"):
    """The last list that an operator sent to a charge point.

    `command_id` is the command of the part at `place`; `stopped` says why no further part could be
    sent, if that was so. `key` is the Idempotency-Key that the list came with.
    """

    parts = PackedAttribute()
    place = IntegerAttribute(default=0)
    command_id = UnicodeAttribute()
    created_by = UnicodeAttribute()
    started_at = UTCDateTimeAttribute()
    timeout = IntegerAttribute()
    until = optional(UTCDateTimeAttribute)
    forced = BooleanAttribute()
    stopped = optional(UnicodeAttribute)
    key = optional(UnicodeAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "LocalListParts":
        return cls(f"CP#{charge_point_id}", "LOCAL-LIST-PARTS")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def all(self) -> list[Part]:
        return cast(list[Part], self.parts["parts"])

    @property
    def began_as(self) -> tuple[datetime, str, list[Part]]:
        """What tells it from the next list, while it goes from part to part."""
        return self.started_at, self.created_by, self.all

    @property
    def is_last(self) -> bool:
        return self.place + 1 == len(self.all)

    def progress(self, record: CommandRecord | None) -> Progress:
        """As the command of its present part tells."""
        if record is not None and not record.has_ended:
            return "InProgress"
        if record is None or self.stopped or not accepted(record):
            return "Failed"
        return "Done" if self.is_last else "InProgress"

    def accepted_parts(self, record: CommandRecord | None) -> int:
        return self.place + (1 if record is not None and accepted(record) else 0)

    def instead_of(self, other: "LocalListParts | None") -> Write:
        """It takes the place of the one that was read, if that has not moved."""
        if other is None:
            return put(self, LocalListParts.pk.does_not_exist())
        return put(self, LocalListParts.command_id == other.command_id)

    def went_on(self, command_id: str) -> Write:
        """The next part is sent, with this command."""
        actions = [
            LocalListParts.place.set(self.place + 1),
            LocalListParts.command_id.set(command_id),
        ]
        return update(self, actions, LocalListParts.command_id == self.command_id)

    def was_stopped(self, why: str) -> Write:
        unmoved = LocalListParts.command_id == self.command_id
        return update(self, [LocalListParts.stopped.set(why)], unmoved)


def accepted(record: CommandRecord) -> bool:
    return record.status == "Answered" and (record.response or {}).get("status") == "Accepted"
