"""The bucket of files, and what of the template belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from csms_tools.local.stack.event_sources import Queue
from csms_tools.local.stack.resources import Resources

_KEY = "FilesKey"
_UPLOADS = "uploads/"


@dataclass(frozen=True)
class Files:
    bucket: str
    key: str  # what signs the addresses
    queue: Queue  # where an arrival is told
    days: int  # for which uploads are kept


def files(
    resources: Resources, secrets: Mapping[str, str], queues: Mapping[str, Queue]
) -> Files | None:
    """None where the template has no bucket, or its condition does not hold."""
    by_arn = {queue.arn: queue for queue in queues.values()}
    for id, raw in resources.of("AWS::S3::Bucket"):
        bucket = resources.resolve(raw)
        (told,) = bucket["NotificationConfiguration"]["QueueConfigurations"]
        (days,) = (
            rule["ExpirationInDays"]
            for rule in bucket["LifecycleConfiguration"]["Rules"]
            if rule.get("Prefix") == _UPLOADS
        )
        name = resources.name(id)
        return Files(name, secrets[_KEY], by_arn[told["Queue"]], int(days))
    return None
