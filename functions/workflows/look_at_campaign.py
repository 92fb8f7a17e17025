"""A look at a campaign: what has come of those that began, who begins now, and when to look again.

All that is decided of pauses, windows, thresholds and ends is decided here, between pages.
"""

import time
from datetime import datetime
from typing import Any

from csms import task_queue
from csms.domain.campaign_decisions import Decision, decide, next_look
from csms.inbound.messages import Event
from csms.store import workflow_ends
from csms.store.commands import campaigns as store
from csms.store.commands.campaigns import STOPPED, Campaign
from csms.store.table import Write
from workflows.campaign_books import Books, Overtaken
from workflows.campaign_targets import HasTime, begin, gather, hear, sweep
from workflows.follow_reservation import whole_second
from workflows.step import step

BUDGET = 10.0  # seconds of one look; what is left over is the next one's
MOST_LOOKS = 800
"""Of one execution, which may have 25,000 events: a look is nine, or 27 with all its retries."""


def look_at_campaign(told: Event, at: datetime) -> dict[str, Any]:
    """`outcome`: Waits; Rests until an operator acts; Continues in another execution; or its end.

    Replaced, if another execution has been begun for it.
    """
    campaign = store.find(told["campaignId"])
    if campaign is None:
        return {"outcome": "Gone"}
    if campaign.attempt != told["attempt"]:
        return {"outcome": "Replaced"}
    looks = told["looks"] + 1
    goes_on = looks >= MOST_LOOKS
    try:
        due = look(campaign, at, goes_on=goes_on)
    except Overtaken:
        return {"outcome": "Waits", "looks": looks, "dueAt": whole_second(at)}
    if campaign.has_ended:
        return {"outcome": campaign.status, "looks": looks}
    if due is None:
        return {"outcome": "Rests", "looks": looks}
    if goes_on:
        task_queue.follow_campaign_later(campaign.campaign_id)
        return {"outcome": "Continues", "looks": looks}
    return {"outcome": "Waits", "looks": looks, "dueAt": whole_second(due)}


def look(campaign: Campaign, at: datetime, *, goes_on: bool = False) -> datetime | None:
    """When to look again, None if nothing comes by itself. Raises Overtaken.

    `goes_on`: in another execution, from then on.
    """
    if campaign.has_ended or campaign.status == "draft":
        return None
    over = time.monotonic() + BUDGET
    books = Books(campaign, at)
    due = _looked(books, lambda: time.monotonic() < over)
    campaign.quiet = 0 if books.has_moved else campaign.quiet + 1
    ended: list[Write] = []
    if due is None and campaign.status in STOPPED:
        campaign.ended_at = at
        ended.append(_recorded(campaign, at))
    elif due is not None and goes_on:
        campaign.attempt, campaign.attempt_at = campaign.attempt + 1, due
    books.finish(due, *ended)
    return due


def _looked(books: Books, has_time: HasTime) -> datetime | None:
    campaign, at = books.campaign, books.at
    starts = campaign.status == "scheduled" and campaign.starts_at and campaign.starts_at <= at
    if starts and campaign.wanted is not None and not gather(books, has_time):
        return at
    hear(books)
    decided = _decided(books)
    if decided.sweeps:
        if decided.leaves:
            hear(books, leaves=True)
        if not sweep(books, has_time):
            return at
    elif decided.status == "rolling out" and decided.holds_back != "window":
        begin(books, decided, has_time)
    decided = _decided(books)
    return next_look(books.plan, books.standing, decided, _quiet(books), at)


def _decided(books: Books) -> Decision:
    campaign = books.campaign
    decided = decide(books.plan, books.standing, books.at)
    if decided.status != campaign.status or decided.phase != campaign.phase:
        books.has_moved = True
    if decided.status == "rolling out" and campaign.started_at is None:
        campaign.started_at = books.at
    campaign.status, campaign.reason = decided.status, decided.reason
    campaign.phase = decided.phase
    return decided


def _quiet(books: Books) -> int:
    return 0 if books.has_moved else books.campaign.quiet


def _recorded(campaign: Campaign, at: datetime) -> Write:
    details: dict[str, object] = {
        "status": campaign.status,
        "at": at.isoformat(timespec="milliseconds"),
        "reason": campaign.reason,
        "counts": campaign.counts,
    }
    resource = f"campaigns/{campaign.campaign_id}"
    return workflow_ends.recorded(resource, campaign.campaign_id, at, details)


handler = step(look_at_campaign)
