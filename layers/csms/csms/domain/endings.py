"""How a connection ended, as far as $disconnect tells it, and what that says of a charge point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

GOING_AWAY, TOO_LARGE = 1001, 1009
VIOLATIONS = {
    1002: "protocol error",
    1003: "binary frames are not supported",
    1007: "not UTF-8",
    1009: "message too big",
}
"""What API Gateway closes a socket for; that it tells its own closes is unproven."""

CODES = VIOLATIONS | {
    1000: "normal closure",
    1001: "going away",
    1005: "no status",
    1006: "no close frame",
    1011: "internal error",
}
"""RFC 6455 §7.4.1."""

OLDEST = timedelta(hours=2)  # API Gateway lets no connection grow older
PUNCTUAL = timedelta(minutes=1)
HOUR = timedelta(hours=1)

MOST_BOOTS, MOST_CONNECTIONS = 5, 20  # an hour; more are a problem

LATE = timedelta(seconds=5)  # what the platform's idle timer may begin after the last frame
SHORTEST_QUIET = 20.0  # seconds: what closes sooner does not close for want of traffic
ALIKE, OF_THE_LAST = 4, 6  # so many endings make a pattern
SPREAD = 3.0  # seconds


@dataclass(frozen=True)
class Ending:
    """`quiet`: since the charge point last spoke, or connected. `replaced` by its next socket."""

    at: datetime
    connected_at: datetime
    last_seen_at: datetime | None
    code: int | None
    reason: str | None
    replaced: bool = False

    @property
    def quiet(self) -> timedelta:
        return self.at - max(self.connected_at, self.last_seen_at or self.connected_at)

    @property
    def by_platform(self) -> bool:
        return self.code == GOING_AWAY and (self.reason or "").casefold() == "going away"

    @property
    def by_idleness(self) -> bool:
        """API Gateway gives the same code when it cuts what is two hours old."""
        return self.by_platform and self.at - self.connected_at < OLDEST - PUNCTUAL

    @property
    def by_charge_point(self) -> bool:
        return not self.replaced and not self.by_platform and self.code not in VIOLATIONS


@dataclass(frozen=True)
class Past:
    """What is remembered of an ending; `quiet` in seconds, where the charge point closed."""

    at: datetime
    connected_at: datetime
    quiet: float | None


def told(code: int | None, reason: str | None) -> str:
    """One line of it; the reason as $disconnect gives it, else what the code means."""
    if code is None:
        return "connection closed"
    return f"connection closed: {code} {reason or CODES.get(code, '')}".rstrip()


def within_an_hour(times: Sequence[datetime], at: datetime) -> list[datetime]:
    return sorted(one for one in times if at - HOUR < one <= at)


def closes_after(past: Sequence[Past], at: datetime) -> int | None:
    """Seconds without traffic after which a charge point closes its socket, if it does.

    Most of the last endings within an hour must be alike: those of a bad line are not.
    """
    quiet = [one.quiet for one in past if one.quiet is not None and at - HOUR < one.at <= at]
    last = quiet[-OF_THE_LAST:]
    if len(last) < ALIKE:
        return None
    middle = median(last)
    alike = [one for one in last if abs(one - middle) <= SPREAD]
    if middle < SHORTEST_QUIET or len(alike) < ALIKE:
        return None
    return round(median(alike))
