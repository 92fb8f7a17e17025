"""A campaign has an execution that looks at it, one after the other as long as it goes on."""

import os
from contextlib import suppress
from datetime import datetime, timedelta

from csms import step_functions
from csms.digests import digest
from csms.domain.campaign_plans import Plan
from csms.store.commands import campaigns as store
from csms.store.commands.campaign_targets import awaited_no_more
from csms.store.commands.campaigns import STOPPED, Campaign
from csms.store.provisioned.versions import Moved
from csms.store.table import ConditionFailed, perform
from csms.telemetry import logger
from workflows.follow_reservation import LONGEST, whole_second

TRIES = 5
SOON = timedelta(seconds=5)


def follow(campaign_id: str, at: datetime, *, again: bool = False) -> None:
    """See to it that its execution runs.

    `again`: that may be gone, with its name; then another attempt is made.
    """
    campaign = store.find(campaign_id)
    if campaign is None or campaign.has_ended or campaign.attempt_at is None:
        return
    if campaign.attempt_at - at > LONGEST:
        return
    machine = os.environ["CAMPAIGN_MACHINE"]
    started = step_functions.start(machine, execution_name(campaign), told(campaign))
    if started == "NoRoom":
        logger.warning("a campaign has no execution, for too many run: it goes on late")
    if started == "HasEnded" and again:
        campaign.attempt, campaign.attempt_at = campaign.attempt + 1, at
        try:
            perform(store.moved(campaign, at))
        except ConditionFailed:
            return
        follow(campaign_id, at, again=True)


def look_soon(campaign_id: str, charge_point_id: str, at: datetime) -> None:
    """One has connected whose turn has come: another execution looks now, if none does soon.

    Raises Moved if others write to the campaign again and again.
    """
    for _ in range(TRIES):
        campaign = store.find(campaign_id)
        if campaign is None or campaign.status in STOPPED:
            with suppress(ConditionFailed):
                perform(awaited_no_more(campaign_id, charge_point_id))
            return
        window = Plan.of(campaign.plan).window
        held = campaign.status != "rolling out" or (window and not window.is_open(at))
        if held or campaign.looks_at is None or campaign.looks_at <= at + SOON:
            return
        campaign.attempt, campaign.attempt_at, campaign.quiet = campaign.attempt + 1, at, 0
        try:
            perform(store.moved(campaign, at))
        except ConditionFailed:
            continue
        follow(campaign_id, at)
        return
    raise Moved(campaign_id)


def execution_name(campaign: Campaign) -> str:
    """At most 80 characters; the same for the same attempt at the same campaign."""
    return digest("campaign", campaign.campaign_id, str(campaign.attempt))


def told(campaign: Campaign) -> dict[str, object]:
    """The input of its execution, which is the same whenever it is started."""
    assert campaign.attempt_at
    return {
        "campaignId": campaign.campaign_id,
        "attempt": campaign.attempt,
        "looks": 0,
        "dueAt": whole_second(campaign.attempt_at),
    }
