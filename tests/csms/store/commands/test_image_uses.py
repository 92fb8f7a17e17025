from datetime import timedelta

import pytest

from csms.store.commands import image_uses
from csms.store.commands.campaigns import moved as campaign_moved
from csms.store.commands.image_uses import ImageUse
from csms.store.commands.job_transitions import moved, requested
from csms.store.commands.jobs import Job
from csms.store.table import fetch, perform, transact
from tests.campaigns import campaign_over
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")
DAY = timedelta(days=1)


def update(image_id: str | None = "i1") -> Job:
    job = Job.of("CP1", "u1")
    job.action, job.location, job.image_id = "UpdateFirmware", "https://x/", image_id
    transact(requested(job, NOON), *image_uses.by_job(job, NOON))
    return job


def test_an_update_uses_its_image_until_it_has_ended() -> None:
    job = update()
    user = image_uses.still("i1")
    assert user
    assert user.sk == job.sk
    job.ended_at = NOON
    perform(moved(job))
    assert image_uses.still("i1") is None


def test_a_use_is_kept_a_day_longer_than_its_update_may_take() -> None:
    (use,) = fetch(ImageUse.of("i1", update()))
    assert use
    assert use.expires_at == NOON + DAY


def test_a_campaign_uses_its_image_until_it_has_ended() -> None:
    campaign = campaign_over("A")
    assert image_uses.by_campaign(campaign) == []
    campaign.image_id = "i1"
    transact(campaign_moved(campaign, None), *image_uses.by_campaign(campaign))
    assert image_uses.still("i1")
    campaign.ended_at = NOON
    perform(campaign_moved(campaign, None))
    assert image_uses.still("i1") is None


def test_what_is_sent_to_a_location_uses_none() -> None:
    update(None)
    assert image_uses.still("i1") is None
