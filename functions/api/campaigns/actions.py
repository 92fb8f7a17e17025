"""/campaigns/{campaignId}/…: what operators do with a campaign that is there."""

from collections.abc import Callable

from api.campaigns.resource import found_or_problem
from api.campaigns.views import EXAMPLE, Campaign, view
from api.http.conditional_changes import retried
from api.http.operations import Resource, shows
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms import task_queue
from csms.domain.campaign_decisions import may_go_on, phase_after_pause, standing_of
from csms.domain.campaign_plans import Plan
from csms.store.commands import campaigns as store
from csms.store.provisioned.versions import Moved
from csms.store.table import Cancelled, transact

resource = Resource("/campaigns/{campaignId}", "Campaigns")

CANCELLED = EXAMPLE | {"status": "cancelled", "reason": "by olga@example.com"}
Change = Callable[[store.Campaign], None]


@resource.operation("POST", "/start", "operator", shows(Campaign, EXAMPLE), problems=(409,))
def start_campaign(context: RequestContext, campaign_id: str) -> Campaign:
    """Start a draft; it is scheduled, if its `startTime` is to come."""

    def change(campaign: store.Campaign) -> None:
        campaign.status = "scheduled"
        campaign.starts_at = max(campaign.starts_at or context.at, context.at)
        if campaign.ends_at and campaign.ends_at <= campaign.starts_at:
            raise Problem(409, "its endTime is over")

    return _changed(context, campaign_id, ("draft",), change)


@resource.operation("POST", "/pause", "operator", shows(Campaign, EXAMPLE), problems=(409,))
def pause_campaign(context: RequestContext, campaign_id: str) -> Campaign:
    """Let nothing more begin; what has begun goes on."""

    def change(campaign: store.Campaign) -> None:
        campaign.status, campaign.reason = "paused", _by(context)

    return _changed(context, campaign_id, ("rolling out",), change)


@resource.operation("POST", "/resume", "operator", shows(Campaign, EXAMPLE), problems=(409,))
def resume_campaign(context: RequestContext, campaign_id: str) -> Campaign:
    """Go on, with the next phase if one without success has paused it."""

    def change(campaign: store.Campaign) -> None:
        campaign.phase = phase_after_pause(Plan.of(campaign.plan), standing_of(campaign))
        campaign.status, campaign.reason = "rolling out", None

    return _changed(context, campaign_id, ("paused",), change)


@resource.operation("POST", "/next-phase", "operator", shows(Campaign, EXAMPLE), problems=(409,))
def begin_next_phase(context: RequestContext, campaign_id: str) -> Campaign:
    """Begin the next phase, whatever has come of the one before."""

    def change(campaign: store.Campaign) -> None:
        if not may_go_on(Plan.of(campaign.plan), standing_of(campaign)):
            raise Problem(409, "there is no other phase")
        campaign.status, campaign.reason = "rolling out", None
        campaign.phase += 1

    return _changed(context, campaign_id, ("rolling out", "paused"), change)


@resource.operation("POST", "/cancel", "operator", shows(Campaign, CANCELLED), problems=(409,))
def cancel_campaign(context: RequestContext, campaign_id: str) -> Campaign:
    """End it: what has not begun never begins, what is in the middle finishes."""

    def change(campaign: store.Campaign) -> None:
        campaign.status, campaign.reason = "cancelled", _by(context)

    return _changed(context, campaign_id, ("draft", "scheduled", "rolling out", "paused"), change)


def _changed(
    context: RequestContext, campaign_id: str, from_: tuple[str, ...], change: Change
) -> Campaign:
    """Raises Problem 409, if it is not one of these. Another execution looks at it at once."""

    def attempt() -> store.Campaign:
        campaign = found_or_problem(campaign_id)
        if campaign.status not in from_:
            raise Problem(409, f"the campaign is {campaign.status}, not {' or '.join(from_)}")
        before = campaign.status
        change(campaign)
        campaign.attempt += 1
        due = context.at if campaign.status != "scheduled" else campaign.starts_at
        campaign.attempt_at, campaign.quiet = due, 0
        changes = {"from": before, "to": campaign.status}
        audited = context.audit(f"campaigns/{campaign_id}", {"changed": {"status": changes}})
        try:
            transact(store.moved(campaign, due), audited)
        except Cancelled as error:
            raise Moved from error
        return campaign

    campaign = retried(context, attempt)
    task_queue.follow_campaign_later(campaign_id)
    return view(campaign, context.at)


def _by(context: RequestContext) -> str:
    return f"by {context.caller.name or context.caller.subject}"
