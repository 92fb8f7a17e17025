"""Which transaction a start is, and which transactions a stray or missing stop may mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP
from enum import StrEnum

from csms.digests import digest
from csms.domain.metering import Reading, last_plausible
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


@dataclass(frozen=True)
class End:
    """Of a transaction whose stop is lost; Wh, None where its meter has told nothing."""

    at: datetime
    meter_stop: int | None


def estimated_end(one: Transaction, now: datetime, told: Sequence[Reading] = ()) -> End:
    """Where its last plausible reading was, or now, where its meter began, if there is none.

    `told`: what its meter said, as far as it is known; else the register says it alone.
    """
    if not told and one.register is not None and one.register_at is not None:
        told = [Reading(one.register_at, one.register)]
    last = last_plausible(told, one.meter_start)
    if last is None:
        return End(now, one.meter_start)
    in_time = one.started_at <= last.at <= now and plausible(last.at, now)
    return End(last.at if in_time else now, int(last.register.to_integral_value(ROUND_HALF_UP)))


class CannotRun(StrEnum):
    """Why a transaction whose stop has not come cannot be running."""

    AVAILABLE = "its connector has been Available since a boot"
    NEXT = "another transaction has begun on its connector"


def free_since_a_boot(
    connector_id: int, booted_at: datetime | None, running: Iterable[Transaction]
) -> list[Transaction]:
    """Those of a connector that is Available now, and was told to us before the last boot."""
    return [
        one
        for one in running
        if booted_at is not None
        and one.connector_id == connector_id
        and one.start_received_at < booted_at
    ]


def followed(connector_id: int, running: Iterable[Transaction]) -> list[Transaction]:
    """All but the one that began last on this connector, which runs one at a time."""
    own = [one for one in running if one.connector_id == connector_id]
    own.sort(key=lambda one: (moment(one.started_at, one.start_received_at), one.start_received_at))
    return own[:-1]


def has_been_told(one: Transaction, now: datetime) -> bool:
    """That it cannot be running: within a day, and its meter has not been read since.

    A charge point that has lost a stop would have it written again by each session, for ever.
    """
    told_at = one.cannot_run_at
    if told_at is None or now - told_at >= timedelta(days=1):
        return False
    return one.register_at is None or one.register_at <= told_at
