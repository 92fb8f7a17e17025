"""/campaigns: made, listed, and how far each of their charge points is."""

import hashlib
import json
from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.campaigns.ordering import NewCampaign
from api.campaigns.views import (
    CREATED,
    EXAMPLE,
    NEW,
    TARGET,
    Campaign,
    Campaigns,
    Targets,
    view,
    view_of_target,
)
from api.http.idempotency import idempotency_key
from api.http.operations import Reply, Resource, Since, Until, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms import task_queue
from csms.domain.campaign_plans import Plan
from csms.ids import uuid7
from csms.store.commands import campaign_targets as rows
from csms.store.commands import campaigns as store
from csms.store.commands import image_uses
from csms.store.commands.campaign_targets import CampaignTarget
from csms.store.commands.campaigns import CampaignPosted, Status
from csms.store.paging import by_time, of_partition, part, reading, taking
from csms.store.table import Cancelled, get, transact

resource = Resource("/campaigns", "Campaigns")

KEY_KEPT = timedelta(days=1)
AT_ONCE = 100  # charge points of one transaction


@resource.operation(
    "POST",
    "",
    "operator",
    shows(Campaign, CREATED, "Location", status=201, said="Created"),
    problems=(409, 422),
    body=NEW,
)
def make_campaign(context: RequestContext, body: NewCampaign) -> Reply:
    """Update the firmware of many charge points, or give each another key, page by page.

    One that is posted again with the same `Idempotency-Key` is made once.
    """
    key = _key(context, body)
    if key and (before := get(key)):
        return _made(context, _posted_before(key, before))
    starts, ends = body.times(context.at)
    campaign = store.Campaign.of(uuid7(context.at))
    campaign.name, campaign.plan = body.name, body.plan
    campaign.status = "draft" if body.draft else "scheduled"
    campaign.rotates_keys = body.rotate_keys or None
    campaign.created_at, campaign.starts_at, campaign.ends_at = context.at, starts, ends
    campaign.created_by = context.caller.name or context.caller.subject
    firmware = None
    if body.firmware:
        campaign.firmware_version = body.firmware.firmware_version
        campaign.image_id = body.firmware.image
        firmware = body.firmware.packed(context.at, ends)
    listed = body.targets.charge_point_ids or []
    campaign.total = len(listed)
    if body.targets.filter:
        campaign.wanted = body.targets.filter.model_dump(by_alias=True, exclude_none=True)
    if not body.draft:
        campaign.attempt, campaign.attempt_at = 1, starts
    for place in range(0, len(listed), AT_ONCE):  # first, for nobody looks before it is there
        transact(*rows.joined(campaign.campaign_id, place, listed[place : place + AT_ONCE]))
    wakes_at = None if body.draft else starts
    said = body.model_dump(by_alias=True, exclude_none=True, mode="json", exclude={"targets"})
    audited = context.audit(_path(campaign), {"created": said | {"chargePoints": len(listed)}})
    made = [*store.made(campaign, firmware, wakes_at), *image_uses.by_campaign(campaign)]
    if key:
        key.campaign_id = campaign.campaign_id
        made.append(store.posted(key))
    try:
        transact(*made, audited)
    except Cancelled:
        if key and (before := get(key)):
            return _made(context, _posted_before(key, before))
        raise
    if not body.draft:
        task_queue.follow_campaign_later(campaign.campaign_id)
    return _made(context, campaign)


@resource.operation("GET", "", "viewer", shows(Campaigns, {"items": [EXAMPLE]}), paged=True)
def list_campaigns(
    context: RequestContext,
    status: Annotated[Status | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> Campaigns:
    """The campaigns, the newest first, each with its progress.

    `from` and `to` go by when they were made.
    """

    def wanted(campaign: store.Campaign) -> bool:
        return status in (None, campaign.status)

    months = by_time(store.Campaign, "CAMPAIGN", context.at, since, until)
    load = reading(store.Campaign, wanted)
    found = part(months, context.paging.limit, context.paging.position, load)
    return Campaigns(
        items=[view(campaign, context.at) for campaign in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{campaignId}", "viewer", shows(Campaign, EXAMPLE))
def read_campaign(context: RequestContext, campaign_id: str) -> Campaign:
    """One campaign with its progress, over all and for each phase."""
    return view(found_or_problem(campaign_id), context.at)


@resource.operation(
    "GET", "/{campaignId}/targets", "viewer", shows(Targets, {"items": [TARGET]}), paged=True
)
def list_campaign_targets(
    context: RequestContext,
    campaign_id: str,
    state: Annotated[str | None, Query()] = None,
) -> Targets:
    """The charge points of a campaign, in their order; `state` as queued, installing or failed."""
    campaign = found_or_problem(campaign_id)
    bounds = Plan.of(campaign.plan).bounds(campaign.total)

    def wanted(target: CampaignTarget) -> bool:
        return state in (None, target.state)

    own = of_partition(CampaignTarget, campaign.pk, CampaignTarget.PREFIX)
    load = taking(CampaignTarget, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    return Targets(
        items=[view_of_target(target, bounds, campaign) for target in found.items],
        cursor=context.paging.cursor(found.position),
    )


def found_or_problem(campaign_id: str) -> store.Campaign:
    """Raises Problem."""
    campaign = store.find(campaign_id)
    if campaign is None:
        raise not_found(f"the campaign {campaign_id}")
    return campaign


def _made(context: RequestContext, campaign: store.Campaign) -> Reply:
    headers = {"Location": context.location("campaigns", campaign.campaign_id)}
    return Reply(view(campaign, context.at), 201, headers)


def _key(context: RequestContext, body: NewCampaign) -> CampaignPosted | None:
    key = idempotency_key(context)
    if key is None:
        return None
    posted = CampaignPosted.of(context.caller.subject, key)
    asked = json.dumps(body.model_dump(by_alias=True, mode="json"), sort_keys=True)
    posted.digest = hashlib.sha256(asked.encode()).hexdigest()
    posted.expires_at = context.at + KEY_KEPT
    return posted


def _posted_before(key: CampaignPosted, before: CampaignPosted) -> store.Campaign:
    """Raises Problem."""
    campaign = store.find(before.campaign_id) if before.digest == key.digest else None
    if campaign is None:
        raise Problem(422, "this Idempotency-Key came with another campaign")
    return campaign


def _path(campaign: store.Campaign) -> str:
    return f"campaigns/{campaign.campaign_id}"
