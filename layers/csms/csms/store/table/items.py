"""What every item has, and the two tables that items are of.

They stand on PynamoDB's attributes alone: its models bring botocore's session and client along,
which take longer to import than a message takes.
"""

import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any, ClassVar, Self, TypeVar

from pynamodb.attributes import (
    Attribute,
    AttributeContainer,
    DiscriminatorAttribute,
    ListAttribute,
    MapAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.exceptions import AttributeNullError

from csms.store.table.attributes import optional
from csms.store.table.calls import Raw
from csms.store.table.values import Member, StoredValues


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
        """As PynamoDB does, which sets every default at once. Raises ValueError."""
        self._hold({})
        keys = {"pk": pk, "sk": sk}
        attributes |= {name: key for name, key in keys.items() if key}
        self._set_attributes(**attributes)

    @classmethod
    def from_raw_data(cls, raw: Raw) -> Self:
        """As PynamoDB's own `_instantiate` makes it, which sets every default twice."""
        model: type[Self] = cls._get_discriminator_class(raw) or cls
        if not issubclass(model, cls):
            raise ValueError(f"{model.__name__} is no {cls.__name__}")
        item = model.__new__(model)
        item._container_deserialize(raw)
        return item

    def _container_deserialize(self, raw: Raw) -> None:
        self._hold(raw)

    def _hold(self, raw: Raw) -> None:
        self.attribute_values = StoredValues(raw, _by_name(type(self)), {})  # type: ignore[assignment]
        self._set_discriminator()

    @property
    def primary_key(self) -> Raw:
        return {"pk": {"S": self.pk}, "sk": {"S": self.sk}}

    def serialize(self) -> Raw:
        """As PynamoDB's own `_container_serialize` spells it. Raises AttributeNullError."""
        raw: Raw = {}
        for name, spelled, attribute, _ in _members(type(self)):
            if isinstance(attribute, ListAttribute | MapAttribute):
                return self._container_serialize()
            value = self.attribute_values.get(name)
            written = None if value is None else attribute.serialize(value)
            if written is not None:
                raw[spelled] = {attribute.attr_type: written}
            elif not attribute.null:
                raise AttributeNullError(name)
        return raw


@cache
def _members(model: type[Item]) -> list[Member]:
    """What PynamoDB finds out anew for each item, which costs as much as the rest of it."""
    return [
        Member(name, attribute.attr_name, attribute, _default(attribute))
        for name, attribute in model.get_attributes().items()
    ]


@cache
def _by_name(model: type[Item]) -> dict[str, Member]:
    return {member.name: member for member in _members(model)}


def _default(attribute: Attribute[Any]) -> Callable[[], Any] | None:
    default = attribute.default
    assert attribute.default_for_new is None, "which no attribute of ours has"
    if isinstance(attribute, MapAttribute):
        assert default in (dict, None), "no map begins with anything in it"
        return partial(_empty_map, type(attribute)) if default else None
    if default is None or callable(default):
        return default
    return lambda: default


def _empty_map(kind: type[MapAttribute[str, Any]]) -> MapAttribute[str, Any]:
    """`kind()`, which takes ten times as long."""
    empty = kind.__new__(kind)
    vars(empty).update(attribute_kwargs={}, attribute_values={})
    return empty


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
