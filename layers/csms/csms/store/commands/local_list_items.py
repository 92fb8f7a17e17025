"""How a local list lies in items: one, or as many as it takes."""

from collections.abc import Mapping
from itertools import count
from typing import Any, final

from csms.store.table import StateItem
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, compressed

Entry = dict[str, Any]
"""`idTag` and `idTagInfo`, as they are spelled on the wire."""

LARGEST_ITEM = 300_000  # bytes of a list, of the 400 KB that an item may have
MOST_ITEMS = 10  # of one list, which are written in one transaction of 4 MB at most


@final
class LocalListRest(StateItem, discriminator="local list rest"):
    """What of a local list its first item does not hold; `revision` is that of the whole."""

    entries = PackedAttribute(default=dict)
    heard = PackedAttribute(default=dict)
    revision = IntegerAttribute()

    @classmethod
    def of(cls, charge_point_id: str, number: int) -> "LocalListRest":
        return cls(f"CP#{charge_point_id}", f"LOCAL-LIST#{number:02d}")


def cut(
    entries: Mapping[str, Entry], heard: Mapping[str, int]
) -> list[tuple[dict[str, Entry], dict[str, int]]]:
    """A list in as many parts as it takes, each for an item."""
    tags = sorted({**entries, **heard})
    for parts in count(1):
        shares = [tags[place::parts] for place in range(parts)]
        found = [
            (
                {tag: entries[tag] for tag in share if tag in entries},
                {tag: heard[tag] for tag in share if tag in heard},
            )
            for share in shares
        ]
        if parts >= len(tags) or all(_size(one) + _size(two) <= LARGEST_ITEM for one, two in found):
            return found
    raise AssertionError


def _size(packed: dict[str, Any]) -> int:
    return len(compressed(packed))
