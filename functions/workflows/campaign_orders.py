"""What the charge points of a campaign are sent, updates or keys, and what has come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csms import files
from csms.domain import firmware_updates
from csms.domain.campaign_turns import Turn, what_came, what_came_of_key
from csms.store.commands import CommandRecord, job_transitions
from csms.store.commands.campaign_targets import CampaignTarget, OpenTarget
from csms.store.commands.campaigns import Campaign, CampaignFirmware
from csms.store.commands.jobs import Job
from csms.store.reported.configuration import WRITE_ONLY
from csms.store.table import Write, fetch, read
from csms.wire.ocpp16 import spell_time


@dataclass(frozen=True)
class Sent:
    """A command, and what is written with it."""

    action: str
    payload: dict[str, Any]
    writes: Sequence[Write] = ()


def action_of(campaign: Campaign) -> str:
    """What decides who may be sent it: both ways of an update are the same there."""
    return "ChangeConfiguration" if campaign.rotates_keys else "UpdateFirmware"


def sent_to(campaign: Campaign, target: CampaignTarget, command_id: str, at: datetime) -> Sent:
    """Raises NoImage, NoPlace."""
    if campaign.rotates_keys:
        return Sent("ChangeConfiguration", {"key": WRITE_ONLY})  # it is made as the frame leaves
    (firmware,) = fetch(CampaignFirmware.of(campaign.campaign_id))
    assert firmware
    said = firmware.packed
    job = _job(said, target.charge_point_id, command_id, at)
    location = _location(said, max(campaign.ends_at or at, firmware_updates.over(job)))
    job.location = location  # of which what opens it is not kept
    writes = [job_transitions.requested(job, firmware_updates.due(job))]
    if job.expected_version:
        writes.append(job_transitions.awaits_boot(target.charge_point_id, command_id))
    return Sent(job.action, payload_of(said, location, at), writes)


def heard_of(campaign: Campaign, markers: Sequence[OpenTarget]) -> Mapping[str, Turn | None]:
    """What has come of each, by the id of its command; None for nothing new."""
    if campaign.rotates_keys:
        stubs = [CommandRecord.of(one.charge_point_id, one.command_id) for one in markers]
        found = read(CommandRecord, [(one.pk, one.sk) for one in stubs])
        records = {one.command_id: one for one in found}
        return {one.command_id: what_came_of_key(records.get(one.command_id)) for one in markers}
    keys = [(f"CP#{one.charge_point_id}", f"{Job.PREFIX}{one.command_id}") for one in markers]
    known = {job.command_id: job for job in read(Job, keys)}
    return {one.command_id: what_came(known.get(one.command_id), one.state) for one in markers}


def payload_of(said: dict[str, Any], location: str, at: datetime) -> dict[str, Any]:
    """Of the command that a firmware is sent by."""
    own: dict[str, Any] = {
        name: said[name] for name in ("retries", "retryInterval") if name in said
    }
    if "signature" not in said:
        return own | {"location": location, "retrieveDate": spell_time(at)}
    signed = {name: said[name] for name in ("signingCertificate", "signature")}
    told = {"location": location, "retrieveDateTime": spell_time(at)}
    return own | {"firmware": signed | told}


def _location(said: dict[str, Any], until: datetime) -> str:
    """Where it is fetched, until then at least. Raises NoImage, NoPlace."""
    if "image" in said:
        return files.location_of_image(said["image"], until)
    return str(said["location"])


def _job(said: dict[str, Any], charge_point_id: str, command_id: str, at: datetime) -> Job:
    job = Job.of(charge_point_id, command_id)
    job.action = "SignedUpdateFirmware" if "signature" in said else "UpdateFirmware"
    job.image_id = said.get("image")
    job.asked_at = job.retrieve_at = at
    job.expected_version = said.get("firmwareVersion")
    job.timeouts = said.get("timeouts")
    job.repeats = said.get("repeats", 0)
    return job
