"""When a charge point was last noted to have spoken: by this environment, or as it has read."""

from datetime import datetime

EXACT_TO = 61  # seconds, for what does not write it anyway: a second more than most sample
MOST_REMEMBERED = 10_000

_noted: dict[str, float] = {}


def is_due(charge_point_id: str, at: datetime) -> bool:
    return at.timestamp() - _noted.get(charge_point_id, 0) > EXACT_TO


def note(charge_point_id: str, at: datetime) -> None:
    """It is written, or is about to be, that it spoke then."""
    if len(_noted) >= MOST_REMEMBERED:
        _noted.clear()
    _noted[charge_point_id] = max(at.timestamp(), _noted.get(charge_point_id, 0))
