"""What an operator should look into: one item a charge point and problem, however often.

Here it is only counted. Whether it holds anything up is judged when somebody looks, so that a
charge point that comes again and again costs one write each time.
"""

from datetime import datetime, timedelta
from typing import Literal

from pynamodb.attributes import UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.table import (
    StateItem,
    Write,
    by_name,
    delete,
    perform,
    query,
    update,
)
from csms.store.table.attributes import IntegerAttribute

What = Literal["FrameTooLarge"]

FRAME_TOO_LARGE: What = "FrameTooLarge"
"""API Gateway closed the connection for a frame over 32 KB or a message over 128 KB (C-68)."""

REMEDIES: dict[What, str] = {
    FRAME_TOO_LARGE: "shorten StopTxnSampledData and StopTxnAlignedData",
}
KEPT = timedelta(days=14)  # after the last time
ONCE_IS_NONE = 2  # from so many times on it is one


class Problem(StateItem, discriminator="problem"):
    """`times` it came since `first_at`; a charge point repeats what was not answered, for ever."""

    times = IntegerAttribute()
    first_at = UTCDateTimeAttribute()
    last_at = UTCDateTimeAttribute()

    @classmethod
    def of(cls, charge_point_id: str, what: What) -> "Problem":
        return cls(f"CP#{charge_point_id}", f"PROBLEM#{what}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def what(self) -> What:
        (what,) = (what for what in REMEDIES if self.sk == f"PROBLEM#{what}")
        return what

    @property
    def counts(self) -> bool:
        """What came once is none yet."""
        return self.times >= ONCE_IS_NONE

    @property
    def remedy(self) -> str:
        return REMEDIES[self.what]


def came(charge_point_id: str, what: What, at: datetime) -> None:
    list_pk, list_sk = by_name("PROBLEM", charge_point_id)
    actions: list[Action] = [
        Problem.kind.set(Problem),
        Problem.by_name_pk.set(list_pk),
        Problem.by_name_sk.set(list_sk),
        Problem.times.add(1),
        Problem.first_at.set(Problem.first_at | at),
        Problem.last_at.set(at),
        Problem.expires_at.set(at + KEPT),
    ]
    perform(update(Problem.of(charge_point_id, what), actions))


def ended(problem: Problem | None) -> list[Write]:
    """What to write so that it is forgotten, if it is there at all."""
    return [delete(problem)] if problem else []


def of_charge_point(charge_point_id: str) -> list[Problem]:
    found = query(Problem, f"CP#{charge_point_id}", "PROBLEM#")
    return [problem for problem in found if problem.counts]
