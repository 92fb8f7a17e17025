"""Times as people type them: from now on or ago, or at a moment."""

import re
from datetime import UTC, datetime, timedelta

from csms_tools.commands import Wrong

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(option: str, text: str, now: datetime) -> str:
    """90s, 15m, 2h and 1d from now, or a time as it is written. Raises Wrong."""
    if found := re.fullmatch(r"(\d{1,6})([smhd])", text):
        until = now + timedelta(**{_UNITS[found[2]]: int(found[1])})
        return _spelled(until)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{option} {text}: neither a time nor as 90s, 15m, 2h, 1d") from None
    return text


def past(option: str, text: str, now: datetime) -> str:
    """90s, 15m, 2h and 1d ago, or a time; without a zone it is UTC. Raises Wrong."""
    if found := re.fullmatch(r"(\d{1,6})([smhd])", text):
        return _spelled(now - timedelta(**{_UNITS[found[2]]: int(found[1])}))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{option} {text}: neither a time nor as 90s, 15m, 2h, 1d ago") from None
    return text if moment.tzinfo else _spelled(moment.replace(tzinfo=UTC))


def _spelled(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
