"""Between which times a list is wanted: `from` and `to`."""

from datetime import datetime

from api.http.problems import bad_field
from csms.ids import begins
from csms.store.paging import HIGHEST


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Raises Problem."""
    if since and until and since > until:
        raise bad_field("to", "is before from")


def within(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    """What has no time lies between no two."""
    if at is None:
        return since is None and until is None
    return (since is None or since <= at) and (until is None or at < until)


def named_between(prefix: str, since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """The sort keys of what is named by a prefix and an id that was made then."""
    low, high = begins(since) if since else "", begins(until) if until else HIGHEST
    return prefix + low, prefix + high
