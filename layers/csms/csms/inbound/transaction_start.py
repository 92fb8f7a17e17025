"""A transaction begins exactly once: judge the tag, write, and see who was there before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from csms.domain.authorization import concurrent, id_tag_info
from csms.domain.transactions import StartKey, moment, next_number, plausible
from csms.store import transactions
from csms.store.commands.pending_profiles import PendingProfile, taken_up
from csms.store.provisioned import id_tags
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.store.transactions import (
    NumberTaken,
    OpenTransaction,
    ProfileMoved,
    ReservationMoved,
    TagMoved,
    Transaction,
)
from csms.store.transactions.reservations import Reservation
from csms.telemetry import logger
from csms.wire.mending import ReceiptTime
from csms.wire.ocpp16 import IdTagInfo

TRIES = 8


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
    def key(self) -> StartKey:
        return self._key(None if self.plausible else self.booted_at)

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


class NoNumberLeft(Exception):
    """Every number that was tried belongs to another transaction."""


def begin(
    start: Start,
    tag: IdTag | None,
    reservation: Reservation | None = None,
    pending: Sequence[PendingProfile | None] = (),
) -> Transaction:
    """The transaction of this start: a new one, or the one that an earlier reception began.

    A repetition gets the number and the idTagInfo of the first (C-25). The reservation that it
    names ends with it, if it is open, and changes nothing else (C-53). Of the profiles that wait
    for it the first that is in time becomes its own.
    """
    profile = _in_time(start, pending)
    if reservation and not reservation.waits:
        reservation = None
    number, early = start.key.number, start.early_key
    company = _company(tag)
    for _ in range(TRIES):
        transaction = _transaction(start, number, _judged(start, tag, company, number))
        twin = Transaction.of(start.charge_point_id, early.number) if early else None
        try:
            limited = tag if _is_limited(tag) else None
            takes_up = taken_up(profile, transaction) if profile else ()
            transactions.begin(transaction, limited, twin, reservation, takes_up)
        except NumberTaken as taken:
            standing = taken.transaction
            if standing.start_digest in (start.key.digest, early and early.digest):
                return _repeated(start, standing)
            if standing.transaction_id == number:
                number = next_number(number)
            else:
                early = None  # its number belongs to quite another transaction
        except ReservationMoved:
            reservation = None
        except ProfileMoved:
            profile = None
        except TagMoved:
            (tag,) = fetch(IdTag.of(start.id_tag))
            company = _company(tag)
        else:
            return transaction
    raise NoNumberLeft(start.charge_point_id)


def _in_time(start: Start, pending: Sequence[PendingProfile | None]) -> PendingProfile | None:
    begun_at = moment(start.timestamp, start.received_at)
    return next((one for one in pending if one and one.is_for(begun_at)), None)


@dataclass(frozen=True)
class _Company:
    """A tag's group, and for a limited tag what else it runs, and where."""

    group: IdTag | None
    others: list[tuple[OpenTransaction, ChargePoint | None]]


def _is_limited(tag: IdTag | None) -> bool:
    return tag is not None and tag.max_active_transactions is not None


def _company(tag: IdTag | None) -> _Company:
    """One round trip where the tag has a group, two where it has a limit, else none."""
    if tag is None or not _is_limited(tag):
        return _Company(id_tags.group_of(tag), [])
    markers = transactions.running_for(tag.id_tag)
    group, *hosts = fetch(
        IdTag.of(tag.parent_id_tag or tag.id_tag),
        *(ChargePoint.of(marker.charge_point_id) for marker in markers),
    )
    return _Company(
        group if isinstance(group, IdTag) else None,
        [
            (marker, host if isinstance(host, ChargePoint) else None)
            for marker, host in zip(markers, hosts, strict=True)
        ],
    )


def _judged(start: Start, tag: IdTag | None, company: _Company, number: int) -> IdTagInfo:
    at = moment(start.timestamp, start.received_at)
    info = id_tag_info(tag, company.group, at)
    if info.status != "Accepted" or tag is None or tag.max_active_transactions is None:
        return info
    if concurrent(start.key, number, at, company.others) < tag.max_active_transactions:
        return info
    return info.model_copy(update={"status": "ConcurrentTx"})


def _transaction(start: Start, number: int, info: IdTagInfo) -> Transaction:
    transaction = Transaction.of(start.charge_point_id, number)
    transaction.connector_id = start.connector_id
    transaction.id_tag = start.id_tag
    transaction.id_tag_info = info.to_wire()
    transaction.reservation_id = start.reservation_id
    transaction.started_at = start.timestamp
    transaction.start_received_at = start.received_at
    transaction.start_digest = start.key.digest
    transaction.meter_start = start.meter_start
    transaction.implausible_time = None if start.plausible else True
    transaction.start_as_sent = dict(start.as_sent) or None
    return transaction


def _repeated(start: Start, transaction: Transaction) -> Transaction:
    if transaction.stopped_at is not None and transaction.possible_merge_at is None:
        logger.warning(
            "a start came again after its stop: a repetition, or a possible merge",
            extra={
                "charge_point_id": start.charge_point_id,
                "transaction_id": transaction.transaction_id,
            },
        )
        transactions.flag_possible_merge(transaction, start.received_at)
    return transaction
