"""What an operator should look into: one item a charge point and problem, however often.

Here it is only noted. Whether it still stands is judged when somebody looks, so that a charge
point that comes again and again costs one write each time.
"""

from datetime import datetime, timedelta
from typing import Literal, get_args

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.table import (
    StateItem,
    Write,
    by_name,
    delete,
    perform,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove

What = Literal[
    "FrameTooLarge",
    "BootsOften",
    "ConnectsOften",
    "Silent",
    "ClosesWhenQuiet",
    "GoesOnRefused",
    "EnergyBelowZero",
    "CannotBeRunning",
    "ProfileNotFollowed",
    "MessageRefused",
    "CertificateRefused",
    "CertificateNotIssued",
    "CertificateNotTaken",
    "CertificateEnds",
]
WHATS: tuple[What, ...] = get_args(What)

FRAME_TOO_LARGE: What = "FrameTooLarge"
"""API Gateway closed the connection for a frame over 32 KB or a message over 128 KB (C-68)."""

BOOTS_OFTEN: What = "BootsOften"
CONNECTS_OFTEN: What = "ConnectsOften"
"""`times` within the hour before `last_at`; what is an hour old has ended."""

SILENT: What = "Silent"
"""Its connection ended after more than two heartbeat intervals without a word."""

CLOSES_WHEN_QUIET: What = "ClosesWhenQuiet"
"""Its connections end after the same `seconds` without traffic, again and again."""

GOES_ON_REFUSED: What = "GoesOnRefused"
"""A transaction whose id tag was not Accepted goes on; `times` are its MeterValues."""

ENERGY_BELOW_ZERO: What = "EnergyBelowZero"
"""The meter of a transaction is below its start."""

CANNOT_BE_RUNNING: What = "CannotBeRunning"
"""A transaction has not stopped, as far as was told; `told`: why it must have."""

PROFILE_NOT_FOLLOWED: What = "ProfileNotFollowed"
"""`told`: the security profile that it was told by ChangeConfiguration, which is not set here."""

MESSAGE_REFUSED: What = "MessageRefused"
"""A message that tells of charging was refused; `told`: which, and why."""

CERTIFICATE_REFUSED: What = "CertificateRefused"
"""It has asked for a certificate that it does not get; `told`: why."""

CERTIFICATE_NOT_ISSUED: What = "CertificateNotIssued"
"""The certificate authority has failed, and is tried again; `told`: how."""

CERTIFICATE_NOT_TAKEN: What = "CertificateNotTaken"
"""It has rejected the certificate that was issued for it; `told`: in which forms."""

CERTIFICATE_ENDS: What = "CertificateEnds"
"""Its certificate ends soon, or has ended; `told`: when."""

OF_CERTIFICATES = (
    CERTIFICATE_REFUSED,
    CERTIFICATE_NOT_ISSUED,
    CERTIFICATE_NOT_TAKEN,
    CERTIFICATE_ENDS,
)
"""What the next certificate solves, that it takes or that somebody brings it."""

KEPT = timedelta(days=14)  # after the last time
LONGEST_TOLD = 200  # characters
ONCE_IS_NONE, A_FEW_ARE_NONE = 2, 4
ENOUGH: dict[What, int] = {FRAME_TOO_LARGE: ONCE_IS_NONE, GOES_ON_REFUSED: A_FEW_ARE_NONE}
"""From so many times on it is one; others are at once."""

FOR_AN_HOUR = frozenset({BOOTS_OFTEN, CONNECTS_OFTEN, CLOSES_WHEN_QUIET})
UNTIL_REPAIRED = frozenset(
    {ENERGY_BELOW_ZERO, CANNOT_BE_RUNNING, PROFILE_NOT_FOLLOWED, *OF_CERTIFICATES}
)


class Problem(StateItem, discriminator="problem"):
    """`times` it came since `first_at`; a charge point repeats what was not answered, for ever."""

    times = IntegerAttribute()
    first_at = UTCDateTimeAttribute()
    last_at = UTCDateTimeAttribute()
    seconds = optional(IntegerAttribute)
    interval = optional(IntegerAttribute)
    told = optional(UnicodeAttribute)

    @classmethod
    def of(cls, charge_point_id: str, what: What, transaction_id: int | None = None) -> "Problem":
        of = "" if transaction_id is None else f"#{transaction_id:010d}"
        return cls(f"CP#{charge_point_id}", f"PROBLEM#{what}{of}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def what(self) -> What:
        (what,) = (what for what in WHATS if self.sk.split("#")[1] == what)
        return what

    @property
    def transaction_id(self) -> int | None:
        _, _, *number = self.sk.split("#")
        return int(number[0]) if number else None

    @property
    def counts(self) -> bool:
        """What came once is none yet."""
        return self.times >= ENOUGH.get(self.what, 1)


def came(charge_point_id: str, what: What, at: datetime) -> None:
    perform(again(charge_point_id, what, at))


def again(
    charge_point_id: str,
    what: What,
    at: datetime,
    transaction_id: int | None = None,
    told: str | None = None,
) -> Write:
    list_pk, list_sk = by_name("PROBLEM", charge_point_id)
    actions: list[Action] = [
        Problem.kind.set(Problem),
        Problem.by_name_pk.set(list_pk),
        Problem.by_name_sk.set(list_sk),
        Problem.times.add(1),
        Problem.first_at.set(Problem.first_at | at),
        Problem.last_at.set(at),
    ]
    if told is not None:
        actions.append(Problem.told.set(told[:LONGEST_TOLD]))
    if what not in UNTIL_REPAIRED:
        actions.append(Problem.expires_at.set(at + KEPT))
    return update(Problem.of(charge_point_id, what, transaction_id), actions)


def raised(
    charge_point_id: str,
    what: What,
    first_at: datetime,
    last_at: datetime,
    *,
    times: int = 1,
    seconds: int | None = None,
    interval: int | None = None,
    told: str | None = None,
) -> Write:
    """As it stands now, whatever was noted of it before."""
    list_pk, list_sk = by_name("PROBLEM", charge_point_id)
    until = None if what in UNTIL_REPAIRED else last_at + KEPT
    actions: list[Action] = [
        Problem.kind.set(Problem),
        Problem.by_name_pk.set(list_pk),
        Problem.by_name_sk.set(list_sk),
        Problem.times.set(times),
        Problem.first_at.set(first_at),
        Problem.last_at.set(last_at),
        set_or_remove(Problem.seconds, seconds),
        set_or_remove(Problem.interval, interval),
        set_or_remove(Problem.told, told),
        set_or_remove(Problem.expires_at, until),
    ]
    return update(Problem.of(charge_point_id, what), actions)


def ended(problem: Problem | None) -> list[Write]:
    """What to write so that it is forgotten, if it is there at all."""
    return [delete(problem)] if problem else []
