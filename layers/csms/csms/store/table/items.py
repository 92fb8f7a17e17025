"""What every item has, and the two tables that items are of.

They stand on PynamoDB's attributes alone: its models bring botocore's session and client along,
which take longer to import than a message takes.
"""

import os
from typing import Any, ClassVar, Self, TypeVar

from pynamodb.attributes import (
    AttributeContainer,
    DiscriminatorAttribute,
    TTLAttribute,
    UnicodeAttribute,
)

from csms.store.table.attributes import optional
from csms.store.table.calls import Raw


class Item(AttributeContainer):
    """By its keys, and by name what else it has."""

    class Meta:
        table_name: str

    pk = UnicodeAttribute()
    sk = UnicodeAttribute()
    by_time_pk = optional(UnicodeAttribute)
    by_time_sk = optional(UnicodeAttribute)
    by_name_pk = optional(UnicodeAttribute)
    by_name_sk = optional(UnicodeAttribute)
    expires_at = optional(TTLAttribute)

    def __init__(self, pk: str | None = None, sk: str | None = None, **attributes: Any) -> None:
        keys = {"pk": pk, "sk": sk}
        attributes |= {name: key for name, key in keys.items() if key}
        super().__init__(**attributes)

    @classmethod
    def from_raw_data(cls, raw: Raw) -> Self:
        return cls._instantiate(raw)

    @property
    def primary_key(self) -> Raw:
        return {"pk": {"S": self.pk}, "sk": {"S": self.sk}}

    def serialize(self) -> Raw:
        return self._container_serialize()


class StateItem(Item):
    class Meta:
        table_name = os.environ.get("STATE_TABLE", "csms-state")

    kind = DiscriminatorAttribute()
    PREFIX: ClassVar[str] = ""  # of the sort keys of a kind of which a charge point has many


class HistoryItem(Item):
    class Meta:
        table_name = os.environ.get("HISTORY_TABLE", "csms-history")

    kind = DiscriminatorAttribute()


M = TypeVar("M", bound=Item)


def item_of(model: type[M], raw: Raw) -> M | None:
    """A raw item, None if it is of another kind."""
    base = StateItem if issubclass(model, StateItem) else HistoryItem
    item = base.from_raw_data(raw)
    return item if isinstance(item, model) else None
