"""Whether what was noted of a charge point is still a problem, and what helps."""

from datetime import datetime, timedelta

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.problems import (
    BOOTS_OFTEN,
    CANNOT_BE_RUNNING,
    CERTIFICATE_ENDS,
    CERTIFICATE_NOT_ISSUED,
    CERTIFICATE_NOT_TAKEN,
    CERTIFICATE_REFUSED,
    CLOSES_WHEN_QUIET,
    CONNECTS_OFTEN,
    ENERGY_BELOW_ZERO,
    FOR_AN_HOUR,
    FRAME_TOO_LARGE,
    GOES_ON_REFUSED,
    MESSAGE_REFUSED,
    PROFILE_NOT_FOLLOWED,
    SILENT,
    Problem,
    What,
)
from csms.store.transactions import Transaction

HOUR = timedelta(hours=1)

REMEDIES: dict[What, str] = {
    FRAME_TOO_LARGE: "shorten StopTxnSampledData and StopTxnAlignedData",
    BOOTS_OFTEN: "look at its power supply and firmware; GetDiagnostics has its own log",
    CONNECTS_OFTEN: "look at its network: the modem, the signal, what lies in between",
    SILENT: "Reset it; if it is not connected, with queueUntil, or by its power supply",
    CLOSES_WHEN_QUIET: "set HeartbeatInterval to {interval}, which keeps its connection open",
    GOES_ON_REFUSED: "RemoteStopTransaction; then set StopTransactionOnInvalidId to true",
    ENERGY_BELOW_ZERO: "repair the transaction once it has stopped, and look at the meter",
    CANNOT_BE_RUNNING: "{told}: close it at its last reading, which its stop still replaces",
    PROFILE_NOT_FOLLOWED: "set its security profile to {told} here, or it is refused",
    CERTIFICATE_REFUSED: "{told}. Once it is put right: csms certificates renew {charge_point_id}",
    CERTIFICATE_NOT_ISSUED: "{told}: look at the certificate authority",
    CERTIFICATE_NOT_TAKEN: "{told}: look at its security events, and at the roots that it trusts",
    CERTIFICATE_ENDS: "{told}: csms certificates renew {charge_point_id}",
    MESSAGE_REFUSED: "read it under refused calls and do by hand what it tells; {told}",
}


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


def remedy(problem: Problem) -> str:
    return REMEDIES[problem.what].format(
        interval=problem.interval, told=problem.told, charge_point_id=problem.charge_point_id
    )
