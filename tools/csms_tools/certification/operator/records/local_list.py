"""What a CSMS has recorded of local lists."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class LocalList:
    """As the charge point has accepted it; `reported`: the version that it has told since."""

    version: int | None
    id_tags: frozenset[str]
    reported: int | None


class LocalListRecords(Protocol):
    async def local_list(self, charge_point_id: str) -> LocalList | None: ...
