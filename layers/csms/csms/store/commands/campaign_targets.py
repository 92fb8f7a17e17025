"""The charge points of a campaign, each at its place, and what stands beside those that wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import StateItem, Write, delete, fetch, put, query, update
from csms.store.table.attributes import optional

PLACES = 6  # digits


class OfPlace(StateItem):
    """What stands in a campaign's partition for the charge point at one place in its order."""

    charge_point_id = UnicodeAttribute()

    @property
    def campaign_id(self) -> str:
        return self.pk.removeprefix("CAMPAIGN#")

    @property
    def place(self) -> int:
        return int(self.sk.removeprefix(self.PREFIX))


class CampaignTarget(OfPlace, discriminator="campaign target"):
    """One charge point of a campaign.

    `state` is queued, the phase of its update, or its end. `waits_for` says what for it was passed
    over; `command_id` is its update, which says the rest.
    """

    PREFIX = "TARGET#"

    state = UnicodeAttribute(default="queued")
    waits_for = optional(UnicodeAttribute)
    command_id = optional(UnicodeAttribute)
    began_at = optional(UTCDateTimeAttribute)
    ended_at = optional(UTCDateTimeAttribute)
    reason = optional(UnicodeAttribute)

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class OpenTarget(OfPlace, discriminator="open target"):
    """Stands beside a target while its update goes on, so that those are found among all."""

    PREFIX = "OPEN#"

    command_id = UnicodeAttribute()
    state = UnicodeAttribute()


class PassedOver(OfPlace, discriminator="target passed over"):
    """Stands beside a target whose turn has come, but that could not begin."""

    PREFIX = "PASSED#"

    waits_for = UnicodeAttribute()


P = TypeVar("P", bound=OfPlace)


def target_at(campaign_id: str, place: int, charge_point_id: str) -> CampaignTarget:
    return _at(CampaignTarget, campaign_id, place, charge_point_id)


def joined(campaign_id: str, first: int, charge_point_ids: Sequence[str]) -> list[Write]:
    """Its charge points in their order, from this place on."""
    writes = []
    for place, charge_point_id in enumerate(charge_point_ids, start=first):
        writes.append(put(target_at(campaign_id, place, charge_point_id)))
    return writes


def began(target: CampaignTarget, command_id: str, at: datetime) -> list[Write]:
    actions: list[Action] = [
        CampaignTarget.state.set("requested"),
        CampaignTarget.command_id.set(command_id),
        CampaignTarget.began_at.set(at),
        CampaignTarget.waits_for.remove(),
    ]
    opened = put(_open(target, command_id, "requested"))
    return [update(target, actions, _not_ended()), opened, delete(_beside(PassedOver, target))]


def passed_over(target: CampaignTarget, waits_for: str) -> list[Write]:
    """Its turn comes again; also after a command that has never left."""
    actions: list[Action] = [
        CampaignTarget.state.set("queued"),
        CampaignTarget.waits_for.set(waits_for),
        CampaignTarget.command_id.remove(),
        CampaignTarget.began_at.remove(),
    ]
    marker = _beside(PassedOver, target)
    marker.waits_for = waits_for
    writes = [
        update(target, actions, _not_ended()),
        put(marker),
        delete(_beside(OpenTarget, target)),
    ]
    if waits_for == "connection":
        awaits: list[Action] = [ChargePoint.awaits_campaign.set(target.campaign_id)]
        charge_point = ChargePoint.of(target.charge_point_id)
        writes.append(update(charge_point, awaits, ChargePoint.pk.exists()))
    return writes


def awaited_no_more(campaign_id: str, charge_point_id: str) -> Write:
    """Its next connection is of no interest to that campaign."""
    actions: list[Action] = [ChargePoint.awaits_campaign.remove()]
    its = ChargePoint.awaits_campaign == campaign_id
    return update(ChargePoint.of(charge_point_id), actions, its)


def is_at(target: CampaignTarget, state: str, command_id: str) -> list[Write]:
    """Its update has come so far; or has been asked for again, which is another command."""
    actions: list[Action] = [
        CampaignTarget.state.set(state),
        CampaignTarget.command_id.set(command_id),
    ]
    return [update(target, actions, _not_ended()), put(_open(target, command_id, state))]


def ended(target: CampaignTarget, end: str, at: datetime, reason: str) -> list[Write]:
    """Once: it had not ended before."""
    actions: list[Action] = [
        CampaignTarget.state.set(end),
        CampaignTarget.ended_at.set(at),
        CampaignTarget.reason.set(reason),
        CampaignTarget.waits_for.remove(),
    ]
    return [
        update(target, actions, _not_ended()),
        delete(_beside(OpenTarget, target)),
        delete(_beside(PassedOver, target)),
    ]


def all_open(campaign_id: str) -> list[OpenTarget]:
    return query(OpenTarget, f"CAMPAIGN#{campaign_id}", OpenTarget.PREFIX)


def all_passed_over(campaign_id: str) -> list[PassedOver]:
    return query(PassedOver, f"CAMPAIGN#{campaign_id}", PassedOver.PREFIX)


def between(campaign_id: str, first: int, behind: int) -> list[CampaignTarget]:
    """Those at these places, in their order."""
    found = fetch(*(target_at(campaign_id, place, "") for place in range(first, behind)))
    return [target for target in found if isinstance(target, CampaignTarget)]


def _at(model: type[P], campaign_id: str, place: int, charge_point_id: str) -> P:
    item = model(f"CAMPAIGN#{campaign_id}", f"{model.PREFIX}{place:0{PLACES}d}")
    item.charge_point_id = charge_point_id
    return item


def _beside(model: type[P], target: CampaignTarget) -> P:
    return _at(model, target.campaign_id, target.place, target.charge_point_id)


def _open(target: CampaignTarget, command_id: str, state: str) -> OpenTarget:
    marker = _beside(OpenTarget, target)
    marker.command_id, marker.state = command_id, state
    return marker


def _not_ended() -> Condition:
    condition: Condition = CampaignTarget.pk.exists() & CampaignTarget.ended_at.does_not_exist()
    return condition
