"""How often somebody may fail: ten times within a minute, and then not for a minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_FAILURES = 10
WINDOW = PAUSE = timedelta(minutes=1)


def are_too_many(failures: Sequence[datetime], at: datetime) -> bool:
    """Whether so many lie within a minute that whoever failed has to pause yet."""
    in_order = sorted(failures)
    runs = zip(in_order, in_order[MOST_FAILURES - 1 :], strict=False)
    return any(last - first <= WINDOW and at < last + PAUSE for first, last in runs)
