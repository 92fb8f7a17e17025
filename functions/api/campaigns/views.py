"""A campaign as it is shown, and each of its charge points."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.campaigns.ordering import Filter
from api.http.models import Page, Time, View
from csms.domain.campaign_decisions import decide, standing_of
from csms.domain.campaign_plans import ENDS, OPEN, Plan, ended_of, phase_of
from csms.store.commands.campaign_targets import CampaignTarget
from csms.store.commands.campaigns import Campaign as Row
from csms.store.commands.campaigns import Status

IMAGE = "019e8303-8e00-7a3b-9c4d-5e6f70819205"
NEW: dict[str, object] = {
    "name": "ACME X1 to 1.2.4",
    "firmware": {"image": IMAGE, "firmwareVersion": "1.2.4"},
    "targets": {"filter": {"vendor": "ACME", "model": "X1"}},
    "phases": [{"count": 5, "successThreshold": 0.8, "nextPhase": "manual"}],
    "rollout": {"concurrency": 20, "maximumPerMinute": 10},
    "abort": [{"on": "failed", "share": 0.1, "atLeast": 10}],
    "window": {"from": "22:00", "to": "05:00", "timeZone": "Europe/Berlin"},
}
CREATED: dict[str, object] = {
    "campaignId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "name": "ACME X1 to 1.2.4",
    "status": "scheduled",
    "firmwareVersion": "1.2.4",
    "image": IMAGE,
    "filter": {"vendor": "ACME", "model": "X1"},
    "plan": {name: NEW[name] for name in ("phases", "rollout", "abort", "window")}
    | {"whileCharging": "wait", "endBehaviour": "finish"},
    "createdAt": "2026-06-01T12:00:00.000Z",
    "createdBy": "olga@example.com",
    "startTime": "2026-06-01T12:00:00.000Z",
    "endTime": "2026-07-01T12:00:00.000Z",
    "phase": 1,
    "waitsForNextPhase": False,
    "progress": {"total": 0, "queued": 0, "inProgress": 0, "ended": 0, "ends": {}},
    "phases": [],
}
EXAMPLE: dict[str, object] = CREATED | {
    "status": "rolling out",
    "startedAt": "2026-06-01T12:00:00.000Z",
    "waitsForNextPhase": True,
    "progress": {
        "total": 200,
        "queued": 195,
        "inProgress": 1,
        "ended": 4,
        "ends": {"installed": 4},
    },
    "phases": [
        {"total": 5, "queued": 0, "inProgress": 1, "ended": 4, "ends": {"installed": 4}},
        {"total": 195, "queued": 195, "inProgress": 0, "ended": 0, "ends": {}},
    ],
}
TARGET: dict[str, object] = {
    "chargePointId": "CP1",
    "phase": 1,
    "state": "downloading",
    "updateId": "019e8303-8e00-7a3b-9c4d-5e6f70819204",
    "beganAt": "2026-06-01T20:00:00.000Z",
    "ended": False,
}


class Progress(View):
    """`ends`: how many charge points came to each end."""

    total: int
    queued: int
    in_progress: int
    ended: int
    ends: dict[str, int]


class Campaign(View):
    """`phase` counts from 1; a manual one that has succeeded `waitsForNextPhase`."""

    campaign_id: str
    name: str
    status: Status
    reason: str | None = None
    firmware_version: str | None = None
    image: str | None = None
    rotate_keys: bool | None = None
    filter: Filter | None = None
    plan: dict[str, Any]
    created_at: Time
    created_by: str
    start_time: Time | None = None
    end_time: Time | None = None
    started_at: Time | None = None
    ended_at: Time | None = None
    phase: int
    waits_for_next_phase: bool
    progress: Progress
    phases: list[Progress]


class Campaigns(Page[Campaign]):
    pass


class Target(View):
    """`state`: queued, the phase of its update, or how it ended; the update is at `updateId`.

    A new key is the command `commandId`: requested, then accepted, rejected or timedOut.

    `waitsFor`: why one whose turn has come has not begun.
    """

    charge_point_id: str
    phase: int
    state: str
    waits_for: str | None = None
    update_id: str | None = None
    command_id: str | None = None
    began_at: Time | None = None
    ended: bool
    ended_at: Time | None = None
    reason: str | None = None


class Targets(Page[Target]):
    pass


def view(campaign: Row, at: datetime) -> Campaign:
    plan, standing = Plan.of(campaign.plan), standing_of(campaign)
    bounds = plan.bounds(campaign.total)
    sizes = [bound - before for before, bound in zip([0, *bounds], bounds, strict=False)]
    counts = [*campaign.counts, *({} for _ in range(len(sizes) - len(campaign.counts)))]
    return Campaign(
        campaign_id=campaign.campaign_id,
        name=campaign.name,
        status=campaign.status,  # type: ignore[arg-type]
        reason=campaign.reason,
        firmware_version=campaign.firmware_version,
        image=campaign.image_id,
        rotate_keys=campaign.rotates_keys,
        filter=Filter.model_validate(campaign.wanted) if campaign.wanted else None,
        plan=campaign.plan,
        created_at=campaign.created_at,
        created_by=campaign.created_by,
        start_time=campaign.starts_at,
        end_time=campaign.ends_at,
        started_at=campaign.started_at,
        ended_at=campaign.ended_at,
        phase=campaign.phase + 1,
        waits_for_next_phase=decide(plan, standing, at).holds_back == "phase",
        progress=_progress(campaign.total, standing.all_counts),
        phases=[_progress(size, each) for size, each in zip(sizes, counts, strict=True) if size],
    )


def view_of_target(target: CampaignTarget, bounds: list[int], campaign: Row) -> Target:
    return Target(
        charge_point_id=target.charge_point_id,
        phase=phase_of(bounds, target.place) + 1,
        state=target.state,
        waits_for=target.waits_for,
        update_id=None if campaign.rotates_keys else target.command_id,
        command_id=target.command_id if campaign.rotates_keys else None,
        began_at=target.began_at,
        ended=target.has_ended,
        ended_at=target.ended_at,
        reason=target.reason,
    )


def _progress(total: int, counts: Mapping[str, int]) -> Progress:
    ended, opened = ended_of(counts), counts.get(OPEN, 0)
    return Progress(
        total=total,
        queued=total - ended - opened,
        in_progress=opened,
        ended=ended,
        ends={end: counts[end] for end in ENDS if counts.get(end)},
    )
