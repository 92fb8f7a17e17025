"""What a campaign does next: who may begin, and how it all ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from csms.domain.campaign_plans import OPEN, PASSED_OVER, SUCCEEDED, Counts, Plan, ended_of
from csms.store.commands.campaigns import Campaign, Status

MINUTE = timedelta(minutes=1)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Standing:
    """Where a campaign is, as its row tells.

    `next_place` is the first that nobody has looked at; `begun` has when how many began lately.
    """

    status: Status
    total: int
    counts: Sequence[Counts]
    phase: int
    next_place: int
    starts_at: datetime | None
    ends_at: datetime | None
    begun: Sequence[tuple[datetime, int]] = ()
    reason: str | None = None

    @property
    def all_counts(self) -> Counts:
        together: dict[str, int] = {}
        for each in self.counts:
            for name, number in each.items():
                together[name] = together.get(name, 0) + number
        return together

    @property
    def open(self) -> int:
        return self.all_counts.get(OPEN, 0)

    @property
    def ended(self) -> int:
        return ended_of(self.all_counts)


@dataclass(frozen=True)
class Decision:
    """`room`: how many may begin now, of those before `until`; `holds_back` says why none may.

    `sweeps`: those that know of nothing are ended now, and `leaves` those in the middle, too.
    """

    status: Status
    reason: str | None
    phase: int
    room: int = 0
    until: int = 0
    holds_back: str | None = None
    sweeps: bool = False
    leaves: bool = False
    opens_at: datetime | None = field(default=None, compare=False)


def standing_of(campaign: Campaign) -> Standing:
    return Standing(
        status=cast(Status, campaign.status),
        total=campaign.total,
        counts=campaign.counts,
        phase=campaign.phase,
        next_place=campaign.next_place,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        begun=[(datetime.fromisoformat(at), number) for at, number in campaign.begun],
        reason=campaign.reason,
    )


def decide(plan: Plan, standing: Standing, at: datetime) -> Decision:
    """What is so now, and what may be done."""
    status, reason = _status(plan, standing, at)
    bounds = plan.bounds(standing.total)
    phase, held = standing.phase, None
    if status == "rolling out":
        phase, status, reason, held = _in_phases(plan, standing, bounds, reason)
    if status in ("aborted", "cancelled", "expired"):
        leaves = status == "expired" and plan.leaves_them_at_end
        return Decision(status, reason, phase, sweeps=True, leaves=leaves)
    if status != "rolling out":
        return Decision(status, reason, phase)
    until, room = bounds[phase], _room(plan, standing, at)
    if plan.window and not plan.window.is_open(at):
        opens_at = plan.window.next_opening(at)
        return Decision(status, reason, phase, 0, until, "window", opens_at=opens_at)
    if room <= 0:
        return Decision(status, reason, phase, 0, until, "turn")
    return Decision(status, reason, phase, room, until, held)


def next_look(
    plan: Plan, standing: Standing, decided: Decision, quiet: int, at: datetime
) -> datetime | None:
    """When somebody has to look again, if nobody acts; `quiet` looks have found nothing new."""
    if decided.status in ("draft", "scheduled"):
        return standing.starts_at if decided.status == "scheduled" else None
    moves = at + pause(quiet)
    end = standing.ends_at
    if decided.status == "paused":
        return moves if standing.open else end
    if decided.status != "rolling out":
        left = standing.total - standing.ended
        return moves if left else None
    waits = standing.all_counts.get(PASSED_OVER, 0) + decided.until - standing.next_place
    times: list[datetime] = [end] if end else []
    if standing.open:
        times.append(moves)
    if waits > 0:
        times.append(decided.opens_at or moves)
    return min(times, default=None)


def pause(quiet: int) -> timedelta:
    """Twice as long after each look that has found nothing new."""
    return min(FIRST_PAUSE * (1 << min(quiet, 16)), LONGEST_PAUSE)


def lately(begun: Sequence[tuple[datetime, int]], at: datetime) -> list[tuple[datetime, int]]:
    return [(when, number) for when, number in begun if when > at - MINUTE]


def may_go_on(plan: Plan, standing: Standing) -> bool:
    """Whether there is a next phase that an operator may begin."""
    return standing.phase + 1 < len(plan.bounds(standing.total))


def phase_after_pause(plan: Plan, standing: Standing) -> int:
    """Where one that is paused goes on: behind the phase that has paused it by its failure.

    One that an operator has paused goes on where it was, and may be paused so then.
    """
    bounds = plan.bounds(standing.total)
    phase, status, why, _ = _in_phases(plan, standing, bounds, None)
    return phase + 1 if status == "paused" and why == standing.reason else standing.phase


def _status(plan: Plan, standing: Standing, at: datetime) -> tuple[Status, str | None]:
    status = standing.status
    if status == "scheduled" and standing.starts_at and standing.starts_at <= at:
        status = "rolling out"
    if status in ("rolling out", "paused"):
        for limit in plan.abort:
            if limit.is_passed(standing.all_counts):
                what = "did not succeed" if limit.on == "any" else f"ended as {limit.on}"
                return "aborted", f"more than {limit.share:.1%} of those that were tried {what}"
        if standing.ended == standing.total:
            return "completed", "all charge points have come to an end"
        if standing.ends_at and standing.ends_at <= at:
            return "expired", "its endTime is over"
    return status, standing.reason


def _in_phases(
    plan: Plan, standing: Standing, bounds: Sequence[int], reason: str | None
) -> tuple[int, Status, str | None, str | None]:
    phase = standing.phase
    while phase + 1 < len(bounds):
        size = bounds[phase] - (bounds[phase - 1] if phase else 0)
        counts = standing.counts[phase] if phase < len(standing.counts) else {}
        succeeded = sum(counts.get(end, 0) for end in SUCCEEDED)
        if succeeded >= plan.phase(phase).success_threshold * size:
            if plan.phase(phase).manual and size:
                return phase, "rolling out", reason, "phase"
            phase += 1
        elif ended_of(counts) >= size:
            why = f"phase {phase + 1} has ended, and {succeeded} of its {size} have succeeded"
            return phase, "paused", why, None
        else:
            break
    return phase, "rolling out", reason, None


def _room(plan: Plan, standing: Standing, at: datetime) -> int:
    room = plan.concurrency - standing.open
    if plan.maximum_per_minute is not None:
        begun = sum(number for _, number in lately(standing.begun, at))
        room = min(room, plan.maximum_per_minute - begun)
    return max(room, 0)
