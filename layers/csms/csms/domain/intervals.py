"""The interval that a boot is answered: of heartbeats if Accepted, else until the next boot (C-18).

What an operator has set for a charge point is told as it is. The default differs a little from one
to the next: what has booted together after an outage does not keep step for ever.
"""

from zlib import crc32

from csms import settings
from csms.wire.ocpp16 import RegistrationStatus


def interval_for(charge_point_id: str, status: RegistrationStatus, setting: int | None) -> int:
    """Seconds."""
    default = spread(settings.heartbeat_interval(), settings.heartbeat_jitter(), charge_point_id)
    if status != "Accepted":
        return default if setting is None else setting
    # never 0, which leaves the choice to the charge point
    return min(setting or default, settings.LONGEST_HEARTBEAT_INTERVAL)


def spread(seconds: int, percent: int, charge_point_id: str) -> int:
    """Up to so many percent less, for a charge point always the same; never 0."""
    less = seconds * percent * crc32(charge_point_id.encode()) // (100 << 32)
    return max(1, seconds - less)
