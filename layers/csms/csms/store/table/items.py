"""What every item has, and the two tables that items are of."""

import os
from typing import ClassVar, TypeVar

from pynamodb.attributes import DiscriminatorAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.models import Model

from csms.store.table.attributes import optional
from csms.store.table.calls import Raw


class Item(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_time_pk = optional(UnicodeAttribute)
    by_time_sk = optional(UnicodeAttribute)
    by_name_pk = optional(UnicodeAttribute)
    by_name_sk = optional(UnicodeAttribute)
    expires_at = optional(TTLAttribute)


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
