"""What the guards of a command, and what follows from its answer, may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import StateItem

S = TypeVar("S", bound=StateItem)


@dataclass(frozen=True)
class CommandContext:
    """What the CSMS knows of a charge point when a command is judged, sent or answered.

    `sent_at`: when the command left that is answered.
    """

    charge_point: ChargePoint
    at: datetime
    command_id: str = ""
    items: Mapping[tuple[str, str], StateItem] = field(default_factory=dict)
    listed: Sequence[StateItem] = ()
    sent_at: datetime | None = None

    @property
    def charge_point_id(self) -> str:
        return self.charge_point.charge_point_id

    def find(self, stub: S) -> S | None:
        """One of the items that the command needs."""
        found = self.items.get((stub.pk, stub.sk))
        return found if isinstance(found, type(stub)) else None

    def all(self, model: type[S]) -> list[S]:
        """All items of a model that the command lists."""
        return [item for item in self.listed if isinstance(item, model)]
