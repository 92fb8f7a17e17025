"""Who is sent to a firmware image of ours: updates, and campaigns of them."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from csms.store.commands.campaigns import Campaign
from csms.store.commands.jobs import Job
from csms.store.table import StateItem, Write, put, query, read

KEPT = timedelta(days=1)  # behind the end


class ImageUse(StateItem, discriminator="image use"):
    """Stands beside an image from the beginning of an update or a campaign, also behind its end.

    Whether that goes on still, its own row says: so no end has to be written twice. An update that
    a campaign begins has none, for the campaign has one.
    """

    PREFIX = "USE#"

    of_pk = UnicodeAttribute()
    of_sk = UnicodeAttribute()

    @classmethod
    def of(cls, image_id: str, user: Job | Campaign) -> "ImageUse":
        use = cls(f"IMAGE#{image_id}", f"{cls.PREFIX}{user.pk}#{user.sk}")
        use.of_pk, use.of_sk = user.pk, user.sk
        return use


def by_job(job: Job, over: datetime) -> list[Write]:
    """Joins the transaction that writes it; `over`: by when it has ended at the latest."""
    if job.image_id is None:
        return []
    use = ImageUse.of(job.image_id, job)
    use.expires_at = over + KEPT
    return [put(use)]


def by_campaign(campaign: Campaign) -> list[Write]:
    return [put(ImageUse.of(campaign.image_id, campaign))] if campaign.image_id else []


def still(image_id: str) -> Job | Campaign | None:
    """One that has not ended, of those that are sent to it."""
    uses = query(ImageUse, f"IMAGE#{image_id}", ImageUse.PREFIX)
    keys = [(use.of_pk, use.of_sk) for use in uses]
    campaigns = read(Campaign, [key for key in keys if key[1] == "CAMPAIGN"])
    jobs = read(Job, [key for key in keys if key[1] != "CAMPAIGN"])
    users: list[Job | Campaign] = [*campaigns, *jobs]
    return next((user for user in users if not user.has_ended), None)
