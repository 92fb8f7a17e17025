"""Which transaction a start is, and which transactions a stray or missing stop may mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from csms.digests import digest
from csms.store.reported.problems import Problem
from csms.store.transactions import OrphanStop, Transaction

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
"""No charge point of OCPP 1.6 has charged before."""


def plausible(timestamp: datetime, at: datetime) -> bool:
    """Whether the charge point's clock can be right; `at` is ours."""
    return EARLIEST <= timestamp <= at + timedelta(days=1)


def moment(timestamp: datetime, received_at: datetime) -> datetime:
    """When something happened: by the charge point's clock (C-32), if that can be right."""
    return timestamp if plausible(timestamp, received_at) else received_at


@dataclass(frozen=True)
class StartKey:
    """What makes a start this start, whatever its message id and however late it comes.

    A charge point without a clock begins at 1970 again after each boot, with the same tag and
    meter: for such a timestamp the time of the last BootNotification belongs to the key. `came`
    has the text of members that had to be mended, which stands for them: what a CSMS puts into a
    message is another thing at each reception.
    """

    charge_point_id: str
    connector_id: int
    id_tag: str
    timestamp: datetime
    meter_start: int | None
    booted_at: datetime | None = None
    came: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        parts = [
            self.charge_point_id,
            self.came.get("connectorId", str(self.connector_id)),
            self.id_tag.upper(),
            self.came.get("timestamp", self.timestamp.astimezone(UTC).isoformat()),
            self.came.get("meterStart", str(self.meter_start)),
        ]
        if self.booted_at:
            parts.append(self.booted_at.astimezone(UTC).isoformat())
        return digest(*parts)

    @property
    def number(self) -> int:
        """The transaction's first candidate number: 31 bits of the digest, never 0."""
        return (int(self.digest[:8], 16) >> 1) or 1


def next_number(number: int) -> int:
    return number % 0x7FFFFFFF + 1


def candidates(stop: OrphanStop, open_transactions: Iterable[Transaction]) -> list[Transaction]:
    """Transactions that a stop without a known number may have meant, for an operator to judge."""
    return [
        transaction
        for transaction in open_transactions
        if transaction.stopped_at is None
        and transaction.started_at <= stop.stopped_at
        and (
            transaction.meter_start is None
            or stop.meter_stop is None
            or transaction.meter_start <= stop.meter_stop
        )
    ]


def held_back(problem: Problem, of_charge_point: Iterable[Transaction]) -> list[Transaction]:
    """Transactions that ran when the problem last came and still do: it may hold back a stop."""
    return [
        transaction
        for transaction in of_charge_point
        if transaction.stopped_at is None and transaction.start_received_at <= problem.last_at
    ]
