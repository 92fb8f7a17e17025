"""A transaction begins exactly once: judge the tag, write, and see who was there before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from csms.domain.starts import Start
from csms.domain.transactions import StartKey, next_number
from csms.inbound.tag_company import Company, company_of, is_limited, judged
from csms.store import transactions
from csms.store.commands.pending_profiles import PendingProfile, taken_up
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.store.transactions import (
    ClocklessMoved,
    ClocklessStart,
    DoubleStopped,
    NumberTaken,
    ProfileMoved,
    ReservationMoved,
    TagMoved,
    Transaction,
)
from csms.store.transactions.reservations import Reservation
from csms.store.transactions.starts import Clockless
from csms.telemetry import logger
from csms.wire.ocpp16 import IdTagInfo

TRIES = 8


class NoNumberLeft(Exception):
    """Every number that was tried belongs to another transaction."""


def begin(
    start: Start,
    tag: IdTag | None,
    reservation: Reservation | None = None,
    pending: Sequence[PendingProfile | None] = (),
    before: ClocklessStart | None = None,
) -> Transaction:
    """The transaction of this start: a new one, or the one that an earlier reception began.

    A repetition gets the number and the idTagInfo of the first (C-25). The reservation that it
    names ends with it, if it has not ended before, and changes nothing else (C-53). Of the
    profiles that wait for it the first that is in time becomes its own. `before`: what the same
    start has begun, if it tells no time; with a boot in between nobody knows whether it is the
    same, so both are marked, unless the first was stopped: then the charge point knew its number.
    """
    attempt = _Attempt(
        start=start,
        number=start.key.number,
        early=start.early_key,
        tag=tag,
        company=company_of(tag),
        reservation=reservation if reservation and reservation.may_be_used else None,
        profile=next((one for one in pending if one and one.is_for(start.moment)), None),
        before=before,
        double=before is not None,
    )
    for _ in range(TRIES):
        try:
            return attempt.write()
        except NumberTaken as taken:
            if attempt.began(taken.transaction):
                return _repeated(start, taken.transaction)
            attempt = attempt.beside(taken.transaction)
        except TagMoved:
            attempt = attempt.with_the_tag_as_it_is_now()
        except ClocklessMoved:
            attempt = attempt.after_the_one_that_came_before()
        except DoubleStopped:
            attempt = attempt.without_a_double()
        except ReservationMoved:
            attempt = attempt.without_the_reservation()
        except ProfileMoved:
            attempt = attempt.without_the_profile()
    raise NoNumberLeft(start.charge_point_id)


@dataclass(frozen=True)
class _Attempt:
    """What is written of a start; what stands in its way makes it the next attempt.

    `early`: another key, under whose number it may stand already.
    """

    start: Start
    number: int
    early: StartKey | None
    tag: IdTag | None
    company: Company
    reservation: Reservation | None
    profile: PendingProfile | None
    before: ClocklessStart | None
    double: bool

    def write(self) -> Transaction:
        """Raises what `transactions.begin` raises."""
        info = judged(self.start, self.tag, self.company, self.number)
        transaction = _transaction(self.start, self.number, info)
        owner = self.start.charge_point_id
        transactions.begin(
            transaction,
            limited=self.tag if is_limited(self.tag) else None,
            twin=Transaction.of(owner, self.early.number) if self.early else None,
            reservation=self.reservation,
            takes_up=taken_up(self.profile, transaction) if self.profile else (),
            clockless=self._clockless() if self.before or not self.start.plausible else None,
        )
        return transaction

    def _clockless(self) -> Clockless:
        began = self.before.transaction_id if self.before else None
        own = {self.number, self.early.number if self.early else None}
        return Clockless(self.start.bootless.digest, began, self.double and began not in own)

    def began(self, standing: Transaction) -> bool:
        keys = [self.start.key, *([self.early] if self.early else [])]
        return standing.start_digest in [key.digest for key in keys]

    def beside(self, another: Transaction) -> "_Attempt":
        if another.transaction_id == self.number:
            return replace(self, number=next_number(self.number))
        return replace(self, early=None)

    def with_the_tag_as_it_is_now(self) -> "_Attempt":
        (tag,) = fetch(IdTag.of(self.start.id_tag))
        return replace(self, tag=tag, company=company_of(tag))

    def after_the_one_that_came_before(self) -> "_Attempt":
        (before,) = fetch(ClocklessStart.of(self.start.charge_point_id, self.start.bootless.digest))
        return replace(self, before=before, double=before is not None)

    def without_a_double(self) -> "_Attempt":
        return replace(self, double=False)

    def without_the_reservation(self) -> "_Attempt":
        return replace(self, reservation=None)

    def without_the_profile(self) -> "_Attempt":
        return replace(self, profile=None)


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
