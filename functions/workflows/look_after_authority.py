"""A certificate of the certificate authority nears its end: that is told in the log."""

from datetime import datetime

from csms.domain.ends import due_warning, warning_at
from csms.store.provisioned import authority_ends
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.table import ConditionFailed, fetch, perform
from csms.telemetry import logger


def look_after_authority(sha256: str, at: datetime) -> None:
    """One of two who look at once tells it."""
    (end,) = fetch(AuthorityEnd.of(sha256))
    if end is None or end.by_name_sk is None:
        return
    days = due_warning(end, at)
    end.warned = end.warned if days is None else days
    following = warning_at(end)
    try:
        perform(authority_ends.looked_at(end, following[1] if following else None))
    except ConditionFailed:
        return
    if days is not None:
        logger.warning(
            "a certificate of the certificate authority ends soon",
            extra={"sha256": sha256, "subject": end.subject, "ends": end.not_after.isoformat()},
        )
