"""Who failed to authenticate within the last minute: counted by address and identity together.

There are so many places and no more, whatever strangers invent. A pair that meets another in its
place is not counted while that one's failures are: it is never taken for it.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import ListAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import size

from csms.store.table import ConditionFailed, StateItem, perform, put, update

PLACES = 4096
MOST_KEPT = 30  # failures of a pair; those that came at the same time as its tenth are not refused
NEWEST = MOST_KEPT // 2  # of so many, which stay to be counted on from
COUNT_FOR = timedelta(minutes=1)
KEPT = timedelta(hours=1)


class Failures(StateItem, discriminator="failures"):
    """The failures of one pair; `whose` tells it from others in its place."""

    whose = UnicodeAttribute()
    times: ListAttribute[datetime] = ListAttribute(
        of=UTCDateTimeAttribute  # type: ignore[arg-type]
    )

    @classmethod
    def of(cls, identity: str, address: str) -> "Failures":
        pair = f"{address} {identity}".encode(errors="surrogatepass")
        digest = sha256(pair).hexdigest()
        return cls(f"THROTTLE#{int(digest[:8], 16) % PLACES}", "THROTTLE", whose=digest)

    def are_over(self, at: datetime) -> bool:
        """Whether they count for nothing any more."""
        return all(failed + COUNT_FOR <= at for failed in self.times)


def failed(identity: str, address: str, at: datetime) -> None:
    failures = Failures.of(identity, address)
    failures.times, failures.expires_at = [at], at + KEPT
    once_more = [
        Failures.times.set(Failures.times.append([at])),
        Failures.expires_at.set(failures.expires_at),
    ]
    same = (Failures.whose == failures.whose) & (size(Failures.times) < MOST_KEPT)
    try:
        perform(update(failures, once_more, same))
    except ConditionFailed as error:
        _begin(failures, Failures.from_raw_data(error.item) if error.item else None, at)


def _begin(failures: Failures, before: Failures | None, at: datetime) -> None:
    """In a place that is free, whose failures count for nothing any more, or that is its own."""
    free = Failures.whose.does_not_exist()
    if before:
        if before.whose == failures.whose:
            failures.times = [*sorted(before.times)[-NEWEST:], at]
        elif not before.are_over(at):
            return
        free = (Failures.whose == before.whose) & (size(Failures.times) == len(before.times))
    try:
        perform(put(failures, free))
    except ConditionFailed:  # others fail at the same time: one is counted less
        return
