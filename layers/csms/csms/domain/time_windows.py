"""Hours of the day in which something may begin, by the clocks of a place."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = timedelta(minutes=1)
LONGEST_SHIFT = 180  # minutes by which clocks are put forward or back, and more


@dataclass(frozen=True)
class TimeWindow:
    """From the one time of day, to before the other; past midnight if that is the earlier one."""

    opens: time
    closes: time
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        clock = at.astimezone(self.zone).time()
        if self.opens < self.closes:
            return self.opens <= clock < self.closes
        return clock >= self.opens or clock < self.closes

    def next_opening(self, at: datetime) -> datetime:
        """When it opens, or `at` if it is open.

        A time that the clocks skip, as they are put forward, is when they are put forward.
        """
        if self.is_open(at):
            return at
        today = at.astimezone(self.zone).date()
        for days in range(4):
            local = datetime.combine(today + timedelta(days=days), self.opens, self.zone)
            times = [self._opening(local.replace(fold=fold)) for fold in (0, 1)]
            if later := [one for one in times if one > at and self.is_open(one)]:
                return min(later)
        raise AssertionError("it opens every day")

    def _opening(self, local: datetime) -> datetime:
        opening = local.astimezone(UTC)
        for _ in range(LONGEST_SHIFT):
            earlier = opening - MINUTE
            clock = earlier.astimezone(self.zone)
            if clock.date() != local.date() or clock.time() < self.opens:
                break
            opening = earlier
        return opening


def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
