"""Campaign plans: the phases, the bounds and the limits that operators have set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from math import ceil
from typing import Any, Literal

from csms.domain.time_windows import TimeWindow, zone_of

End = Literal[
    "accepted",
    "installed",
    "alreadyInstalled",
    "failed",
    "rejected",
    "timedOut",
    "superseded",
    "skipped",
    "cancelled",
]
ENDS: tuple[End, ...] = (
    "accepted",
    "installed",
    "alreadyInstalled",
    "failed",
    "rejected",
    "timedOut",
    "superseded",
    "skipped",
    "cancelled",
)
SUCCEEDED = ("accepted", "installed", "alreadyInstalled")
TRIED = ("accepted", "installed", "failed", "rejected", "timedOut", "superseded")
OPEN, PASSED_OVER = "open", "passedOver"

Counts = Mapping[str, int]
"""Of one phase: how many charge points have come to each end, are open, or were passed over."""


@dataclass(frozen=True)
class Phase:
    """So many charge points, the next in order: `count`, a `share` of all, or all that are left.

    The next begins once the share `success_threshold` of this one has succeeded, if not `manual`.
    """

    share: float | None = None
    count: int | None = None
    success_threshold: float = 1.0
    manual: bool = False

    def size(self, total: int) -> int:
        if self.count is not None:
            return self.count
        return total if self.share is None else max(1, ceil(self.share * total))


@dataclass(frozen=True)
class Abort:
    """More than that share of those that were tried came to this end, of at least so many."""

    on: str
    share: float
    at_least: int = 1

    def is_passed(self, counts: Counts) -> bool:
        tried = sum(counts.get(end, 0) for end in TRIED)
        well = sum(counts.get(end, 0) for end in TRIED if end in SUCCEEDED)
        against = tried - well if self.on == "any" else counts.get(self.on, 0)
        return tried >= self.at_least and against > self.share * tried


@dataclass(frozen=True)
class Plan:
    """What an operator has set; `concurrency` charge points are updated at once, at most."""

    concurrency: int
    maximum_per_minute: int | None = None
    phases: Sequence[Phase] = (Phase(),)
    abort: Sequence[Abort] = ()
    window: TimeWindow | None = None
    waits_while_charging: bool = True
    leaves_them_at_end: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Plan":
        """Out of JSON, as the API has checked it; raises ValueError for a zone that is gone."""
        rollout, window = said["rollout"], said.get("window")
        all_at_once: list[dict[str, Any]] = [{}]
        return cls(
            concurrency=rollout["concurrency"],
            maximum_per_minute=rollout.get("maximumPerMinute"),
            phases=[_phase(one) for one in said.get("phases") or all_at_once],
            abort=[_abort(one) for one in said.get("abort", ())],
            window=_window(window) if window else None,
            waits_while_charging=said.get("whileCharging", "wait") == "wait",
            leaves_them_at_end=said.get("endBehaviour", "finish") == "leave",
        )

    def bounds(self, total: int) -> list[int]:
        """Behind which place each phase ends; what no phase has is one more."""
        bounds: list[int] = []
        for phase in self.phases:
            before = bounds[-1] if bounds else 0
            bounds.append(min(total, before + phase.size(total)))
        return bounds if bounds[-1] == total else [*bounds, total]

    def phase(self, number: int) -> Phase:
        return self.phases[number] if number < len(self.phases) else Phase()


def ended_of(counts: Counts) -> int:
    return sum(counts.get(end, 0) for end in ENDS)


def phase_of(bounds: Sequence[int], place: int) -> int:
    return next(number for number, bound in enumerate(bounds) if place < bound)


def _phase(said: Mapping[str, Any]) -> Phase:
    return Phase(
        share=said.get("share"),
        count=said.get("count"),
        success_threshold=said.get("successThreshold", 1.0),
        manual=said.get("nextPhase") == "manual",
    )


def _abort(said: Mapping[str, Any]) -> Abort:
    return Abort(said["on"], said["share"], said.get("atLeast", 1))


def _window(said: Mapping[str, str]) -> TimeWindow:
    opens, closes = time.fromisoformat(said["from"]), time.fromisoformat(said["to"])
    return TimeWindow(opens, closes, zone_of(said["timeZone"]))
