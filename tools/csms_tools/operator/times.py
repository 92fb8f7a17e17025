"""Times as people type them: from now on, or at a moment."""

import re
from datetime import datetime, timedelta

from csms_tools.commands import Wrong

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(option: str, text: str, now: datetime) -> str:
    """90s, 15m, 2h and 1d from now, or a time as it is written. Raises Wrong."""
    if found := re.fullmatch(r"(\d{1,6})([smhd])", text):
        until = now + timedelta(**{_UNITS[found[2]]: int(found[1])})
        return until.isoformat().replace("+00:00", "Z")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{option} {text}: neither a time nor as 90s, 15m, 2h, 1d") from None
    return text
