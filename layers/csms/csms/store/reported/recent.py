"""What a charge point did of late: boots, and endings of connections, the oldest first.

One write each, without a read before it; the item goes by itself a day after the last.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from pynamodb.attributes import ListAttribute
from pynamodb.expressions.update import Action

from csms.store.table import StateItem, perform, update, when

What = Literal["BOOTS", "ENDINGS"]

KEPT = timedelta(days=1)
MOST, FEW = 60, 30  # entries: past the one the oldest go, down to the other


class Recent(StateItem, discriminator="recent"):
    """Each entry begins with its time."""

    entries: ListAttribute[Any] = ListAttribute()

    @classmethod
    def of(cls, charge_point_id: str, what: What) -> "Recent":
        return cls(f"CP#{charge_point_id}", f"RECENT#{what}")


def add(charge_point_id: str, what: What, at: datetime, *more: str) -> list[list[str]]:
    """Note that it happened; returns what has happened of late, each as it was noted."""
    none: Any = []
    actions: list[Action] = [
        Recent.kind.set(Recent),
        Recent.entries.set((Recent.entries | none).append([" ".join((when(at), *more))])),
        Recent.expires_at.set(at + KEPT),
    ]
    stub = Recent.of(charge_point_id, what)
    entries = Recent.from_raw_data(perform(update(stub, actions), returning="ALL_NEW")).entries
    if len(entries) > MOST:
        oldest = range(len(entries) - FEW)
        perform(update(stub, [Recent.entries[place].remove() for place in oldest]))
    return [entry.split(" ") for entry in entries]
