"""Whether what was noted of a charge point is still a problem."""

from datetime import datetime, timedelta

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.problems import (
    CANNOT_BE_RUNNING,
    ENERGY_BELOW_ZERO,
    FOR_AN_HOUR,
    GOES_ON_REFUSED,
    PROFILE_NOT_FOLLOWED,
    SILENT,
    Problem,
)
from csms.store.transactions import Transaction

HOUR = timedelta(hours=1)


def stands(
    problem: Problem,
    charge_point: ChargePoint | None,
    transaction: Transaction | None,
    now: datetime,
) -> bool:
    """As things are now; what a transaction does is told by the one that the problem names."""
    what = problem.what
    if what in FOR_AN_HOUR:
        return now - problem.last_at < HOUR
    if what == GOES_ON_REFUSED:
        return transaction is not None and transaction.stopped_at is None
    if what == CANNOT_BE_RUNNING:
        return transaction is not None and not _is_settled(transaction, problem.last_at)
    if what == ENERGY_BELOW_ZERO:
        return transaction is not None and (transaction.energy or 0) < 0
    if charge_point is None:
        return False
    if what == SILENT:
        last_seen_at = charge_point.last_seen_at
        return last_seen_at is None or last_seen_at <= problem.last_at
    if what == PROFILE_NOT_FOLLOWED:
        return str(charge_point.security_profile) != problem.told
    return True


def _is_settled(transaction: Transaction, since: datetime) -> bool:
    """It has stopped; or it runs after all, for its meter has been read since."""
    if transaction.stopped_at is not None:
        return True
    return transaction.register_at is not None and transaction.register_at > since
