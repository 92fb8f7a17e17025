"""What tests of campaigns begin with: charge points, and a campaign over them."""

from datetime import datetime, timedelta
from typing import Any

from csms.store.commands import campaign_targets as rows
from csms.store.commands import campaigns as store
from csms.store.commands.campaign_targets import CampaignTarget
from csms.store.commands.campaigns import Campaign
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import fetch, perform, query, transact, update
from tests import acting
from tests.stored import provision
from tests.support import NOON
from workflows.look_at_campaign import look

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FIRMWARE = {"location": "https://files.example/firmware-2.0.bin", "firmwareVersion": "2.0"}


def there(
    charge_point_id: str, *, connected: bool = True, version: str = "1.0", vendor: str = "V"
) -> str:
    provision(charge_point_id, security_profile=0)
    boot = {"chargePointVendor": vendor, "chargePointModel": "M", "firmwareVersion": version}
    perform(update(ChargePoint.of(charge_point_id), [ChargePoint.boot.set(boot)]))
    if connected:
        connect(charge_point_id)
    return charge_point_id


def connect(charge_point_id: str, at: datetime = NOON - MINUTE) -> None:
    connections.opened(
        charge_point_id, f"{charge_point_id}-1", at, security_profile=0, source_ip="203.0.113.7"
    )


def campaign_over(
    *charge_point_ids: str,
    firmware: dict[str, Any] | None = FIRMWARE,
    status: str = "scheduled",
    at: datetime = NOON,
    wanted: dict[str, str] | None = None,
    **plan: Any,
) -> Campaign:
    """Made at that time, and begun at once; without a firmware it is one of keys."""
    campaign = Campaign.of("c1")
    campaign.name, campaign.status = "spring", status
    campaign.plan = {"rollout": {"concurrency": 10}} | plan
    campaign.firmware_version = firmware.get("firmwareVersion") if firmware else None
    campaign.rotates_keys = None if firmware else True
    campaign.created_at = campaign.starts_at = at
    campaign.created_by = "olga"
    campaign.ends_at = at + DAY
    campaign.wanted = wanted
    campaign.total = len(charge_point_ids)
    campaign.attempt, campaign.attempt_at = 1, at
    transact(
        *rows.joined("c1", 0, charge_point_ids),
        *store.made(campaign, firmware and dict(firmware), at),
    )
    return kept()


def kept(campaign_id: str = "c1") -> Campaign:
    campaign = store.find(campaign_id)
    assert campaign
    return campaign


def changed(**members: Any) -> Campaign:
    """As an operator does it."""
    campaign = kept()
    for name, value in members.items():
        setattr(campaign, name, value)
    perform(store.moved(campaign, NOON))
    return campaign


def looked(at: datetime = NOON) -> datetime | None:
    campaign = kept()
    with acting.in_the_name_of("LookAtCampaign"):
        return look(campaign, at)


def states(campaign_id: str = "c1") -> dict[str, str]:
    targets = query(CampaignTarget, f"CAMPAIGN#{campaign_id}", CampaignTarget.PREFIX)
    return {target.charge_point_id: target.state for target in targets}


def target(charge_point_id: str, campaign_id: str = "c1") -> CampaignTarget:
    targets = query(CampaignTarget, f"CAMPAIGN#{campaign_id}", CampaignTarget.PREFIX)
    return next(one for one in targets if one.charge_point_id == charge_point_id)


def counted(campaign_id: str = "c1") -> dict[str, int]:
    """Over all phases, what is not nothing."""
    together: dict[str, int] = {}
    for phase in kept(campaign_id).counts:
        for name, number in phase.items():
            together[name] = together.get(name, 0) + number
    return {name: number for name, number in together.items() if number}


def ends_recorded(charge_point_id: str, campaign_id: str = "c1") -> list[str]:
    """In the audit trail."""
    where = partition(f"campaigns/{campaign_id}/targets/{charge_point_id}")
    return [entry.details["ended"]["outcome"] for entry in query(AuditEntry, where)]


def boot_of(charge_point_id: str) -> Any:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    assert found
    return found.boot
