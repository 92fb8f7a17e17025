"""What comes of the charge points of a campaign, written with what it counts: never one alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from csms.domain.campaign_decisions import Standing, standing_of
from csms.domain.campaign_plans import OPEN, PASSED_OVER, Plan, phase_of
from csms.domain.campaign_turns import Turn
from csms.store import workflow_ends
from csms.store.commands import campaign_targets as rows
from csms.store.commands import campaigns as store
from csms.store.commands.campaign_targets import CampaignTarget
from csms.store.commands.campaigns import Campaign
from csms.store.table import Cancelled, Write, transact

AT_ONCE = 24  # charge points of one transaction: four writes each, and the campaign's own


class Overtaken(Exception):
    """Somebody else has written to the campaign: what was decided may be so no more."""


@dataclass(frozen=True)
class Came:
    """What has come of one charge point, and under what it was counted before; nothing: queued."""

    target: CampaignTarget
    before: str | None
    turn: Turn


class Books:
    """A campaign as it is read, and then written with each change of its charge points."""

    def __init__(self, campaign: Campaign, at: datetime) -> None:
        self.campaign = campaign
        self.plan = Plan.of(campaign.plan)
        self.at = at
        self.has_moved = False

    @property
    def standing(self) -> Standing:
        return standing_of(self.campaign)

    def take(self, came: Sequence[Came]) -> None:
        """Raises Overtaken; what was taken before stays.

        That an update goes on is no news that others have waited for: looks become rarer all the
        same.
        """
        for place in range(0, len(came), AT_ONCE):
            writes: list[Write] = []
            for one in came[place : place + AT_ONCE]:
                self.count(one.target.place, one.before, one.turn.counted)
                writes += self._writes(one)
                self.has_moved |= one.turn.counted != OPEN
            self.finish(self.at, *writes)

    def write(self, *writes: Write) -> None:
        """With the campaign as it now is. Raises Overtaken."""
        self.has_moved = True
        self.finish(self.at, *writes)

    def finish(self, wakes_at: datetime | None, *writes: Write) -> None:
        """The last write of a look. Raises Overtaken."""
        try:
            transact(store.moved(self.campaign, wakes_at), *writes)
        except Cancelled as error:
            self.campaign.version -= 1  # as it was read: nothing more of this look is written
            raise Overtaken from error

    def moved(self) -> Write:
        """While it is looked at it is due now: were this function to die, the reconciler comes."""
        return store.moved(self.campaign, self.at)

    def count(self, place: int, before: str | None, after: str | None) -> None:
        campaign = self.campaign
        bounds = self.plan.bounds(campaign.total)
        counts = [dict(each) for each in campaign.counts]
        counts += [{} for _ in range(len(bounds) - len(counts))]
        of_phase = counts[phase_of(bounds, place)]
        for name, change in ((before, -1), (after, 1)):
            if name:
                of_phase[name] = of_phase.get(name, 0) + change
        campaign.counts = counts
        if before is None:
            campaign.next_place = max(campaign.next_place, place + 1)

    def _writes(self, came: Came) -> list[Write]:
        target, turn = came.target, came.turn
        if turn.counted == OPEN:
            return rows.is_at(target, turn.state, turn.command_id or str(target.command_id))
        if turn.counted == PASSED_OVER:
            return rows.passed_over(target, turn.why)
        at = turn.at or self.at
        resource = f"campaigns/{target.campaign_id}/targets/{target.charge_point_id}"
        details = {
            "outcome": turn.counted,
            "at": at.isoformat(timespec="milliseconds"),
            "reason": turn.why,
        }
        recorded = workflow_ends.recorded(resource, target.campaign_id, at, details)
        return [*rows.ended(target, turn.counted, at, turn.why), recorded]
