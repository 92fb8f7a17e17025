"""Campaigns: one firmware, or new keys, for many charge points, and how far each of them is."""

from datetime import datetime
from typing import Any, Literal

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition

from csms.store.commands.jobs import WORK
from csms.store.table import HistoryItem, StateItem, Write, by_name, by_time, fetch, put, when
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional

Status = Literal[
    "draft",
    "scheduled",
    "rolling out",
    "paused",
    "completed",
    "aborted",
    "cancelled",
    "expired",
]
STOPPED: tuple[Status, ...] = ("completed", "aborted", "cancelled", "expired")


class Campaign(StateItem, discriminator="campaign"):
    """One campaign. `version` counts its writes: whoever writes has seen the one before.

    `plan` is what operators have set. With `rotates_keys` each is given another AuthorizationKey,
    else a firmware. The first place that nobody has looked at is `next_place`;
    `counts` has of each phase how many charge points have come to each end, are open, or were
    passed over, and is written with what it counts, in one transaction. `begun` has when how many
    began within the last minute. `wanted` is the filter, and `gathered` the position up to which
    the fleet was looked through, until that was done. `attempt` counts the executions, the last
    of which began at `attempt_at`, and looks next at `looks_at`; `quiet` counts the looks since
    something has moved.
    """

    name = UnicodeAttribute()
    status = UnicodeAttribute()
    reason = optional(UnicodeAttribute)
    plan: JSONAttribute = JSONAttribute()
    firmware_version = optional(UnicodeAttribute)
    image_id = optional(UnicodeAttribute)
    rotates_keys = optional(BooleanAttribute)
    wanted = optional(JSONAttribute)
    gathered = optional(JSONAttribute)
    total = IntegerAttribute(default=0)
    counts: JSONAttribute = JSONAttribute(default=list)
    phase = IntegerAttribute(default=0)
    next_place = IntegerAttribute(default=0)
    begun: JSONAttribute = JSONAttribute(default=list)
    created_at = UTCDateTimeAttribute()
    created_by = UnicodeAttribute()
    starts_at = optional(UTCDateTimeAttribute)
    started_at = optional(UTCDateTimeAttribute)
    ends_at = optional(UTCDateTimeAttribute)
    ended_at = optional(UTCDateTimeAttribute)
    attempt = IntegerAttribute(default=0)
    attempt_at = optional(UTCDateTimeAttribute)
    looks_at = optional(UTCDateTimeAttribute)
    quiet = IntegerAttribute(default=0)
    version = IntegerAttribute(default=0)

    @classmethod
    def of(cls, campaign_id: str) -> "Campaign":
        return cls(f"CAMPAIGN#{campaign_id}", "CAMPAIGN")

    @property
    def campaign_id(self) -> str:
        return self.pk.removeprefix("CAMPAIGN#")

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class CampaignFirmware(StateItem, discriminator="campaign firmware"):
    """What every charge point of a campaign is sent; it never changes."""

    packed = PackedAttribute()

    @classmethod
    def of(cls, campaign_id: str) -> "CampaignFirmware":
        return cls(f"CAMPAIGN#{campaign_id}", "FIRMWARE")


class CampaignPosted(HistoryItem, discriminator="idempotency key of a campaign"):
    """Which campaign was posted with an operator's Idempotency-Key, and what it asked for."""

    digest = UnicodeAttribute()
    campaign_id = UnicodeAttribute()

    @classmethod
    def of(cls, caller: str, key: str) -> "CampaignPosted":
        return cls(f"IDEMPOTENCY-CAMPAIGN#{caller}", key)


def posted(key: CampaignPosted) -> Write:
    """Joins the first writes of its campaign; fails if another was posted with it."""
    return put(key, CampaignPosted.pk.does_not_exist())


def made(
    campaign: Campaign, firmware: dict[str, Any] | None, wakes_at: datetime | None
) -> list[Write]:
    """Its first writes, but for its targets."""
    campaign.by_time_pk, campaign.by_time_sk = by_time(
        "CAMPAIGN", campaign.campaign_id, campaign.created_at
    )
    if firmware is None:
        return [moved(campaign, wakes_at)]
    what = CampaignFirmware.of(campaign.campaign_id)
    what.packed = firmware
    return [moved(campaign, wakes_at), put(what)]


def find(campaign_id: str) -> Campaign | None:
    (campaign,) = fetch(Campaign.of(campaign_id))
    return campaign


def moved(campaign: Campaign, wakes_at: datetime | None) -> Write:
    """As it now is, if nobody has written to it since it was read; when somebody has to look."""
    read = campaign.version
    unmoved: Condition = Campaign.version == read if read else Campaign.pk.does_not_exist()
    campaign.version = read + 1
    campaign.by_name_pk = campaign.by_name_sk = None
    campaign.looks_at = wakes_at
    if wakes_at:
        campaign.by_name_pk, campaign.by_name_sk = by_name(
            WORK, f"{when(wakes_at)}#{campaign.campaign_id}"
        )
    return put(campaign, unmoved)
