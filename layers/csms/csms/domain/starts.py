"""What a charge point said when it began to charge, and which transaction that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from csms.domain.transactions import StartKey, moment, plausible
from csms.wire.mending import ReceiptTime


@dataclass(frozen=True)
class Start:
    """What a charge point said, when we heard it, and when it last booted; meters in Wh.

    `came`: the text of what makes it this start, where it had to be mended; `as_sent`: all of it.
    """

    charge_point_id: str
    connector_id: int
    id_tag: str
    timestamp: datetime
    meter_start: int | None
    reservation_id: int | None
    received_at: datetime
    booted_at: datetime | None
    as_sent: Mapping[str, Any] = field(default_factory=dict)
    came: Mapping[str, str] = field(default_factory=dict)

    @property
    def plausible(self) -> bool:
        told = not isinstance(self.timestamp, ReceiptTime)
        return told and plausible(self.timestamp, self.received_at)

    @property
    def moment(self) -> datetime:
        return moment(self.timestamp, self.received_at)

    @property
    def key(self) -> StartKey:
        return self._key(None if self.plausible else self.booted_at)

    @property
    def bootless(self) -> StartKey:
        """The key of this start whatever the boot."""
        return self._key(None)

    @property
    def early_key(self) -> StartKey | None:
        """The key it has had if it came before, more than a day ahead of its own time."""
        if self.booted_at is None or not self.plausible:
            return None
        early = not plausible(self.timestamp, self.booted_at)
        return self._key(self.booted_at) if early else None

    def _key(self, booted_at: datetime | None) -> StartKey:
        return StartKey(
            self.charge_point_id,
            self.connector_id,
            self.id_tag,
            self.timestamp,
            self.meter_start,
            booted_at,
            self.came,
        )
